import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** Bytes that a pipe takes whole: more of them could be torn apart by what another process writes there. */
const atOnce = 4_096;

/** So much may wait for a reader who does not keep up; what comes on top of it is lost, and counted. */
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
  /** How many the line tells of that is being written. */
  let told = 0;
  let isFlushPlanned = false;
  let isReaderGone = false;

  function sendWaiting(): void {
    while (begun.length > 0 || waiting !== '') {
      if (begun.length === 0) {
        begun = Buffer.from(waiting);
        waiting = '';
      }
      begun = begun.subarray(send(begun.subarray(0, endOfLines(begun))));
    }
    told = 0;
    if (lost === 0) return;
    const line = { level: 40, time: Date.now(), event: 'log_lines_lost', lines: lost };
    told = lost;
    lost = 0;
    waiting = `${JSON.stringify(line)}\n`;
    sendWaiting();
  }

  /** @returns whether nothing is left to be written */
  function flush(): boolean {
    if (isReaderGone) return true;
    try {
      sendWaiting();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The reader does not keep up, and the pipe has been made so that nobody waits there.
      if (code === 'EAGAIN') return false;
      isReaderGone = code === 'EPIPE' || code === 'EBADF';
      // A disk that is full, say, will have room again. A line that tells of others is none of them.
      lost += told + linesIn(begun.toString()) + linesIn(waiting) - Math.min(told, 1);
      told = 0;
      waiting = '';
      begun = Buffer.alloc(0);
    }
    return true;
  }

  function flushAsPlanned(): void {
    isFlushPlanned = !flush();
    // Not what keeps a process alive: there is a last try at its end.
    if (isFlushPlanned) setTimeout(flushAsPlanned, pauseMs).unref();
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

/** Where the last line ends that goes out with those before it; a longer one goes alone. */
function endOfLines(lines: Buffer): number {
  if (lines.length <= atOnce) return lines.length;
  const end = lines.lastIndexOf('\n', atOnce - 1) + 1 || lines.indexOf('\n') + 1;
  return end || lines.length;
}

const linesIn = (text: string): number => text.split('\n').length - 1;
