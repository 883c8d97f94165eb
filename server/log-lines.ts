import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** So many characters may wait for a reader who does not keep up; what comes on top of them is lost, and counted. */
const most = 4_000_000;

/** How long such a reader is left alone before the next try, in milliseconds. */
const pauseMs = 10;

/** How often such a reader is tried when the process ends. */
const lastTries = 100;

export interface LogLines extends DestinationStream {
  /** Writes what waits, and does not throw. */
  flushSync(): void;
}

/**
 * Where a log writes its lines: those of one turn of the event loop at once, since a call of the system costs
 * more than all else that is done for a line. The busier a process is, the more lines share one.
 *
 * Where nobody reads any more, nothing is written, and nobody waits.
 *
 * @param send writes some of the bytes, and says how many; default: to standard output
 * @example
 * const lines = createLogLines();
 * process.once('exit', lines.flushSync);
 * const log = pino({ base: null }, lines);
 */
export function createLogLines(
  send: (bytes: Buffer) => number = (bytes) => writeSync(1, bytes),
): LogLines {
  let waiting = '';
  /** What has been begun and is not through. */
  let begun: Buffer = Buffer.alloc(0);
  let lost = 0;
  let isFlushPlanned = false;
  let isReaderGone = false;

  function sendWaiting(): void {
    while (begun.length > 0 || waiting !== '') {
      if (begun.length === 0) {
        begun = Buffer.from(waiting);
        waiting = '';
      }
      begun = begun.subarray(send(begun));
    }
    if (lost === 0) return;
    const line = { level: 40, time: Date.now(), event: 'log_lines_lost', lines: lost };
    lost = 0;
    waiting = `${JSON.stringify(line)}\n`;
    sendWaiting();
  }

  /** @returns whether nothing is left to be written */
  function flush(): boolean {
    try {
      sendWaiting();
    } catch (error) {
      // The reader does not keep up, and the pipe has been made so that nobody waits there.
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return false;
      isReaderGone = true;
      waiting = '';
      begun = Buffer.alloc(0);
    }
    return true;
  }

  function flushAsPlanned(): void {
    isFlushPlanned = !flush();
    if (isFlushPlanned) setTimeout(flushAsPlanned, pauseMs);
  }

  return {
    write(line) {
      if (isReaderGone) return;
      if (waiting.length + begun.length > most) {
        lost += 1;
        return;
      }
      waiting += line;
      if (isFlushPlanned) return;
      isFlushPlanned = true;
      setImmediate(flushAsPlanned);
    },
    flushSync() {
      const nap = new Int32Array(new SharedArrayBuffer(4));
      for (let tries = lastTries; !flush() && tries > 0; tries -= 1) {
        Atomics.wait(nap, 0, 0, pauseMs);
      }
    },
  };
}
