import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Asks every few milliseconds until there is an answer; the first one ends it. @returns its status */
export async function untilAnswering(url: string, deadlineMs = 60_000): Promise<number> {
  for (const start = performance.now(); performance.now() - start < deadlineMs; ) {
    const status = await ask(url);
    if (status !== undefined) return status;
    await delay(2);
  }
  throw new Error(`Nobody answers at ${url}`);
}

function ask(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', () => resolve(undefined));
  });
}
