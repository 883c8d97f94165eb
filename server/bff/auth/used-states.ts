import { createHash } from 'node:crypto';
import type { RedisLink } from '../session/redis-link.ts';

/** Which callbacks have been answered: a code that is used twice revokes what it gave. */
export interface UsedStates {
  /** @returns whether this is the first time */
  use(state: string): Promise<boolean>;
}

/** States that are remembered; ordinarily the attempt is over by the time the oldest is forgotten. */
const mostUsed = 10_000;

/** For one process. */
export function createMemoryUsedStates(): UsedStates {
  const used = new Set<string>();
  return {
    async use(state) {
      if (used.has(state)) return false;
      used.add(state);
      const [oldest] = used;
      if (used.size > mostUsed && oldest !== undefined) used.delete(oldest);
      return true;
    },
  };
}

/**
 * For any number of processes.
 *
 * @param lifetimeMs how long an attempt may last
 */
export function createRedisUsedStates(redis: RedisLink, lifetimeMs: number): UsedStates {
  return {
    async use(state) {
      const key = `bff:state:${createHash('sha256').update(state).digest('base64url')}`;
      return (await redis.send('SET', key, '1', 'NX', 'PX', String(lifetimeMs))) === 'OK';
    },
  };
}
