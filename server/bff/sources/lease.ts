import type { ImpatientRedis } from '../session/impatient-redis.ts';
import { redisScript } from '../session/redis-link.ts';

/** The right to do something that only one process shall do at a time. */
export interface Lease {
  /** `others`: somebody else has it; `unavailable`: Redis does not say. */
  take(): Promise<'taken' | 'others' | 'unavailable'>;
  giveBack(): Promise<void>;
}

/** How soon others go on after a process that was killed; one that lives renews it in time. */
const leaseMs = 5_000;
const renewEveryMs = 1_500;

const renew = redisScript(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

const remove = redisScript(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`);

/**
 * @param key where it lies
 * @param holder who asks for it: another name each time
 * @see https://redis.io/docs/latest/commands/set/
 */
export function createLease(redis: ImpatientRedis, key: string, holder: string): Lease {
  let renewal: NodeJS.Timeout | undefined;
  return {
    async take() {
      try {
        const reply = await redis.send('SET', key, holder, 'NX', 'PX', String(leaseMs));
        if (reply !== 'OK') return 'others';
      } catch {
        return 'unavailable';
      }
      renewal = setInterval(
        () => void redis.run(renew, [key], [holder, String(leaseMs)]).catch(() => undefined),
        renewEveryMs,
      ).unref();
      return 'taken';
    },
    async giveBack() {
      clearInterval(renewal);
      await redis.run(remove, [key], [holder]).catch(() => undefined);
    },
  };
}
