import type { ServerResponse } from 'node:http';

/** How long a request may ask Salesforce for rows; with a refresh between, it ends within Heroku's 30 seconds. */
const requestDeadlineMs = 20_000;

/**
 * Aborts when a request has run out of time, or nobody waits for its answer any more.
 *
 * By hand, because `AbortSignal.any` over a time-out costs ten times as much and keeps memory.
 *
 * @param untilDone what has begun is finished, also for somebody who has left
 */
export function patience(
  response: ServerResponse,
  { untilDone = false }: { readonly untilDone?: boolean } = {},
): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), requestDeadlineMs);
  // Whoever asked may have gone while it was found out who they are.
  if (response.destroyed && !untilDone) controller.abort();
  response.once('close', () => {
    if (response.writableFinished) clearTimeout(timer);
    else if (!untilDone) {
      clearTimeout(timer);
      controller.abort();
    }
  });
  return controller.signal;
}
