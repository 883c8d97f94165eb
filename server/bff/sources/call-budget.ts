import type { Logger } from '../logger.ts';
import { limitReached } from '../salesforce/api-usage.ts';
import type { ImpatientRedis } from '../session/impatient-redis.ts';
import { redisScript } from '../session/redis-link.ts';

export interface CallBudgetOptions {
  readonly callsPerHour: number;
  /** Where all processes count together; absent, or away: each counts for itself. */
  readonly redis: ImpatientRedis | undefined;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface CallBudget {
  /**
   * To be asked before each call.
   * @throws {Problem} `salesforce_limit` when the hour's calls are spent
   */
  spend(): Promise<void>;
}

const hourMs = 3_600_000;
const budgetKey = 'bff:public:calls';

/** How many calls there were in an hour that began with the first of them, and what is left of it. */
const count = redisScript(`
  local calls = redis.call('INCR', KEYS[1])
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  return { calls, redis.call('PTTL', KEYS[1]) }`);

/**
 * What public routes may spend of the org's API calls: visitors who are nobody, and ask for anything,
 * must not use up what those who are signed in need.
 *
 * @example
 * const budget = createCallBudget({ callsPerHour: 1_000, redis, log });
 * await budget.spend();
 */
export function createCallBudget(options: CallBudgetOptions): CallBudget {
  const { callsPerHour, redis, log, clock = Date.now } = options;
  let own = { since: Number.NEGATIVE_INFINITY, calls: 0 };
  /** Said once an hour. */
  let saidFor: number | undefined;

  function countAlone() {
    const now = clock();
    const age = now - own.since;
    own = age >= 0 && age < hourMs ? { ...own, calls: own.calls + 1 } : { since: now, calls: 1 };
    return { calls: own.calls, leftMs: own.since + hourMs - now };
  }

  async function countTogether() {
    const reply = await redis?.run(count, [budgetKey], [String(hourMs)]).catch(() => undefined);
    const [calls, leftMs] = Array.isArray(reply) ? reply : [];
    return typeof calls === 'number' && typeof leftMs === 'number' ? { calls, leftMs } : undefined;
  }

  return {
    async spend() {
      const alone = countAlone();
      const { calls, leftMs } = (await countTogether()) ?? alone;
      if (calls <= callsPerHour) return;
      if (saidFor !== own.since) log.warn({ event: 'public_calls_spent', callsPerHour });
      saidFor = own.since;
      throw limitReached(leftMs / 1_000);
    },
  };
}
