import type { Answer } from '../cookie-jar.ts';

/** How a request has ended, and after how long. */
export interface Timed {
  readonly status: number;
  /** Of the problem, where it is one. */
  readonly code: string | undefined;
  /** Seconds, as the answer says. */
  readonly retryAfter: number;
  readonly seconds: number;
}

/** @example expect((await timed(ada.ask('/api/myOrders'))).seconds).toBeLessThan(20); */
export async function timed(asked: Promise<Answer>): Promise<Timed> {
  const start = performance.now();
  const { status, headers, body } = await asked;
  const seconds = (performance.now() - start) / 1_000;
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  return {
    ...{ status, seconds },
    code: isJson ? JSON.parse(body).code : undefined,
    retryAfter: Number(headers.get('retry-after')),
  };
}

/** So many times at once. */
export const atOnce = <T>(times: number, work: (place: number) => T): readonly T[] =>
  Array.from({ length: times }, (_, place) => work(place));

/** The longest of them, in seconds. */
export const longest = (all: readonly Timed[]): number =>
  Math.max(...all.map(({ seconds }) => seconds));
