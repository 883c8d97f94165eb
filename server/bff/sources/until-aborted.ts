import { Problem } from '../problem.ts';

/**
 * What comes of some work, for a request that waits no longer than its signal says. The work goes on.
 *
 * @throws {Problem} `salesforce_unavailable` when the signal aborts first
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new Problem('salesforce_unavailable', 'Salesforce took too long. Please try again.'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
