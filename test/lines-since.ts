import { expect } from 'vitest';
import type { Product } from './product.ts';

/**
 * What a product has logged since the log was so long. The line of a request is written when its answer has
 * gone: another request is made, and what comes before its line is complete.
 *
 * @example
 * const before = product.log().length;
 * await ada.orders();
 * const lines = await linesSince(product, before);
 */
export async function linesSince(
  { appUrl, log }: Pick<Product, 'appUrl' | 'log'>,
  before: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { headers } = await fetch(`${appUrl}/healthz`);
  const last = headers.get('x-request-id') ?? expect.fail('no request id');
  // After the last line end there may be half a line.
  const written = () => log().slice(before).split('\n').slice(0, -1);
  const isLast = (line: string) => line.includes(last);
  await expect.poll(() => written().some(isLast)).toBe(true);
  return written()
    .slice(0, written().findIndex(isLast))
    .map((line) => JSON.parse(line));
}

/** All that a product has written, the lines of what it has answered last included. */
export async function wholeLog(product: Pick<Product, 'appUrl' | 'log'>): Promise<string> {
  await linesSince(product, product.log().length);
  return product.log();
}
