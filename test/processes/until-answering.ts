import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from './start-process.ts';

interface Patience {
  /** Default: 60, since a machine that does other things as well is slow. */
  readonly deadlineSeconds?: number;
  /** Gives up waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks `url` until it answers with success.
 *
 * @param name what it is, for the message
 * @throws {Error} with all that the process has written, when it ends or time runs out first
 */
export async function untilAnswering(
  name: string,
  url: string,
  running: RunningProcess,
  { deadlineSeconds = 60, signal }: Patience = {},
): Promise<void> {
  let over = false;
  let trouble: string | undefined = 'does not answer';
  const ended = running.exited.then(({ reason }) => {
    over = true;
    return `has ended (${reason})`;
  });
  const deadline = performance.now() + deadlineSeconds * 1_000;
  while (!over && !signal?.aborted && performance.now() < deadline) {
    trouble = await Promise.race([ask(url, signal), ended]);
    if (trouble === undefined) return;
    await Promise.race([delay(50), ended]);
  }
  const why = over ? await ended : trouble;
  throw new Error(`${name} ${why}: GET ${url}\n${running.output()}`.trimEnd());
}

/** What is wrong with the answer; `undefined` when nothing is. */
async function ask(url: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    const patience = AbortSignal.timeout(2_000);
    const response = await fetch(url, {
      signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
    });
    const text = await response.text();
    return response.ok ? undefined : `answers ${response.status} ${text.slice(0, 500)}`;
  } catch (error) {
    return `does not answer (${error instanceof Error ? (error.cause ?? error.message) : error})`;
  }
}
