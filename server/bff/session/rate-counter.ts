import { createHash } from 'node:crypto';
import { type RedisLink, redisScript } from './redis-link.ts';

/** How often something has happened in the present window of time. */
export interface RateCounter {
  /** Counts one more. @returns how many that makes of this key in this window; it never fails */
  count(key: string): number | Promise<number>;
  /** Milliseconds until the present window is over. */
  remainingMs(): number;
}

export interface RateCounterOptions {
  /** Tells this counter's keys from another's. */
  readonly name: string;
  /** How long a window is. */
  readonly windowMs: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * Counts in Redis where there is one.
 *
 * @param options `most` is the limit that the counts are for
 */
export function createRateCounter(
  options: RateCounterOptions & {
    readonly redis: RedisLink | undefined;
    readonly most: number;
  },
): RateCounter {
  const { redis, most } = options;
  return redis
    ? createRedisRateCounter(redis, { ...options, quiet: Math.floor(most / 10) })
    : createMemoryRateCounter(options);
}

/** Keys that are counted at once; one more, and the oldest is forgotten. About 20 MB. */
const mostKeys = 100_000;

interface OwnRateCounter extends RateCounter {
  count(key: string): number;
}

/** Counts in this process, and at once. */
function createMemoryRateCounter(options: RateCounterOptions): OwnRateCounter {
  const { windowMs, clock = Date.now } = options;
  const counts = new Map<string, number>();
  let window = 0;
  return {
    count(key) {
      const now = Math.floor(clock() / windowMs);
      if (now !== window) counts.clear();
      window = now;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const [oldest] = counts.size > mostKeys ? counts.keys() : [];
      if (oldest !== undefined) counts.delete(oldest);
      return count;
    },
    remainingMs: () => windowMs - (clock() % windowMs),
  };
}

/** A key that nobody adds to is gone soon after its window. */
const addTo = redisScript(`
  local count = redis.call('INCRBY', KEYS[1], ARGV[1])
  if count == tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return count`);

/**
 * Counts for all processes together. The first few of a window are counted in this process alone, so that
 * ordinary use costs Redis nothing: with `quiet` being a tenth of a limit, ten processes let through twice
 * as much at most.
 *
 * Where Redis is away, each process counts for itself.
 *
 * @param quiet how many of a key and a window each process keeps to itself
 */
function createRedisRateCounter(
  redis: RedisLink,
  options: RateCounterOptions & { readonly quiet: number },
): RateCounter {
  const { name, windowMs, quiet, clock = Date.now } = options;
  const own = createMemoryRateCounter(options);

  async function countTogether(key: string, count: number): Promise<number> {
    const window = Math.floor(clock() / windowMs);
    const hash = createHash('sha256').update(key).digest('base64url');
    // The first that Redis hears of brings along those that it has not heard of.
    const news = count === quiet + 1 ? count : 1;
    const all = await redis
      .run(addTo, [`bff:rate:${name}:${window}:${hash}`], [String(news), String(2 * windowMs)])
      .catch(() => count);
    return typeof all === 'number' ? Math.max(all, count) : count;
  }

  return {
    remainingMs: own.remainingMs,
    count(key) {
      const count = own.count(key);
      return count <= quiet ? count : countTogether(key, count);
    },
  };
}
