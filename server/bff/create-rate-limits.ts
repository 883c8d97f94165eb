import type { Request, RequestHandler } from 'express';
import { addressOf, rateLimit } from './middleware/rate-limit.ts';
import { createRateCounter } from './session/rate-counter.ts';
import type { RedisLink } from './session/redis-link.ts';
import type { SessionCookie } from './session/session-cookie.ts';

/** Requests that are let through in a minute. */
export interface RateLimits {
  /** Of an address, to sign in. Default 60. */
  readonly signIn?: number;
  /** Of a session, or of an address where nobody is signed in. Default 1,000. */
  readonly api?: number;
}

export interface RateLimitsOptions {
  readonly rateLimits?: RateLimits | undefined;
  readonly cookie: SessionCookie;
  /** Counts for all processes; absent: each counts for itself. */
  readonly redis: RedisLink | undefined;
  readonly clock: () => number;
}

/** Busy people who may share one address, as an office does. */
const sessionsAnAddress = 10;

/** How often each may ask for what. */
export function createRateLimits(options: RateLimitsOptions): {
  /** Setting out to sign in. */
  readonly signIn: RequestHandler;
  /** Coming back from Salesforce, counted apart: a sign-in is one of each. */
  readonly comingBack: RequestHandler;
  /** Everything else under `/api` and `/auth`. */
  readonly api: RequestHandler[];
} {
  const { redis, clock, cookie } = options;
  const { signIn = 60, api = 1_000 } = options.rateLimits ?? {};
  const limit = (name: string, most: number, keyOf?: (request: Request) => string) => {
    const counter = createRateCounter({ redis, name, most, windowMs: 60_000, clock });
    return rateLimit({ counter, most, keyOf });
  };
  return {
    signIn: limit('sign-in', signIn),
    comingBack: limit('coming-back', signIn),
    api: [
      limit('api', api, (request) => cookie.keyFrom(request.headers.cookie) ?? addressOf(request)),
      // Cookies of sessions that are over are well signed, too: whoever has many is one address still.
      limit('address', api * sessionsAnAddress),
    ],
  };
}
