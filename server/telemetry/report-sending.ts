import type { Logger } from '../bff/index.ts';

/** What an exporter says of what it was to send. */
interface Sent {
  readonly error?: Error;
}

/** Nobody wants to read every ten seconds that a collector is still away. */
const quietMs = 5 * 60_000;

/**
 * Says in the log when nothing can be sent, and when it can again: each once in five minutes at most.
 *
 * @param clock milliseconds since some moment
 * @returns what is to be told of every attempt
 * @example
 * const report = reportSending(log);
 * report({ error: new Error('ECONNREFUSED') });
 */
export function reportSending(
  log: Logger,
  clock: () => number = performance.now.bind(performance),
): (sent: Sent) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  let isLost = false;
  return function report({ error }) {
    if (error === undefined) {
      if (isLost) log.info({ event: 'telemetry', state: 'connected' });
      isLost = false;
    } else if (!isLost && clock() - saidAt >= quietMs) {
      log.warn({ event: 'telemetry', state: 'unreachable', reason: reasonOf(error) });
      saidAt = clock();
      isLost = true;
    }
  };
}

/** A status, or a system's code; never a message, which may quote what the other side says. */
function reasonOf(error: Error): string | number {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'number' || typeof code === 'string' ? code : 'no_answer';
}
