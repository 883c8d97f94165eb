import { isIPv6 } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { Problem } from '../problem.ts';
import type { RateCounter } from '../session/rate-counter.ts';

export interface RateLimitOptions {
  readonly counter: RateCounter;
  /** How many requests of one key a window of the counter lets through. */
  readonly most: number;
  /** Whose request it is. Default: the address that it comes from. */
  readonly keyOf?: ((request: Request) => string) | undefined;
}

/**
 * Lets through so many requests of each, and answers the others 429 with `Retry-After`.
 *
 * @throws {TypeError} when `most` is no whole number above 0
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-4
 * @example router.use('/api', rateLimit({ counter, most: 1_000 }));
 */
export function rateLimit(options: RateLimitOptions): RequestHandler {
  const { counter, most, keyOf = addressOf } = options;
  if (!Number.isInteger(most) || most < 1) {
    throw new TypeError(`A rate limit is a whole number above 0, not ${most}`);
  }
  function refuseAbove(count: number): void {
    if (count <= most) return;
    const seconds = Math.ceil(counter.remainingMs() / 1_000);
    throw new Problem('rate_limited', 'That was too much at once. Please wait a moment.', {
      headers: { 'Retry-After': String(seconds) },
    });
  }
  return function rateLimitMiddleware(request, _response, next) {
    const count = counter.count(keyOf(request));
    if (typeof count !== 'number') return count.then(refuseAbove).then(next);
    refuseAbove(count);
    next();
  };
}

/**
 * Where a request comes from. Of an IPv6 address the half that a network is given: whoever has one has all
 * the addresses in it.
 */
export function addressOf({ ip = '' }: Pick<Request, 'ip'>): string {
  if (!ip.includes(':')) return ip;
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('%', 1)[0]?.split('::') ?? [];
  const groups = (text = '') => (text === '' ? [] : text.split(':'));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
