import { z } from 'zod';
import type { User } from '../user.ts';
import { type Owner, ownerOf } from './owner.ts';
import { hashOf } from './redis-hash.ts';
import { approvalsKey, grantKey, sessionRecordKey } from './redis-keys.ts';
import { type RedisLink, redisScript } from './redis-link.ts';
import type { Sealer } from './seal.ts';

const Approval = z.object({
  version: z.literal(1),
  username: z.string(),
  /** Milliseconds since 1970. */
  since: z.number(),
});

/** A person's word that the server may act for them while they are away. */
export interface StandingApproval extends Owner {
  readonly username: string;
  readonly since: number;
}

/**
 * Who has approved that the server acts for them with nobody present.
 *
 * Salesforce issues tokens for such a user only as long as a grant of theirs stands (or an administrator
 * has approved all): so while an approval stands, the grant is kept beyond the last session.
 */
export interface StandingApprovals {
  find(owner: Owner): Promise<StandingApproval | undefined>;
  /**
   * @param session the key of the session in which the person says so
   * @returns whether it counts: not where that session has ended meanwhile
   */
  approve(user: User, since: number, session: string): Promise<boolean>;
  /** The grant is kept no longer than a session could last, from now on. */
  withdraw(owner: Owner): Promise<void>;
  all(): Promise<readonly StandingApproval[]>;
}

/** Only while the session lives in which it was said: a sign-out everywhere may have come between. */
const approve = redisScript(`
  if redis.call('EXISTS', KEYS[3]) == 0 then return 0 end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('PERSIST', KEYS[2])
  return 1`);

/** Approvals outlive secrets: one that was sealed with an older is sealed anew, unless it was withdrawn meanwhile. */
const reseal = redisScript(`
  if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
  return redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])`);

const withdraw = redisScript(`
  redis.call('HDEL', KEYS[1], ARGV[1])
  return redis.call('PEXPIRE', KEYS[2], ARGV[2])`);

/**
 * @param sealer of the purpose `standing approval`: an approval that was not given here, or by somebody else, is none
 * @param limits `lifetimeMs` of a session
 */
export function createStandingApprovals(
  redis: RedisLink,
  sealer: Sealer,
  limits: { readonly lifetimeMs: number },
): StandingApprovals {
  async function open(owner: string, sealed: string): Promise<StandingApproval | undefined> {
    const { data } = Approval.safeParse(sealer.open(sealed, owner));
    if (data !== undefined && !sealer.isCurrent(sealed)) {
      await redis.run(reseal, [approvalsKey], [owner, sealed, sealer.seal(data, owner)]);
    }
    const [organizationId = '', ...id] = owner.split('/');
    return data && { organizationId, id: id.join('/'), username: data.username, since: data.since };
  }

  return {
    async find(who) {
      const owner = ownerOf(who);
      const sealed = await redis.send('HGET', approvalsKey, owner);
      return typeof sealed === 'string' ? open(owner, sealed) : undefined;
    },
    async approve(user, since, session) {
      const owner = ownerOf(user);
      const sealed = sealer.seal({ version: 1, username: user.username, since }, owner);
      const keys = [approvalsKey, grantKey(owner), sessionRecordKey(session)];
      return (await redis.run(approve, keys, [owner, sealed])) === 1;
    },
    async withdraw(who) {
      const owner = ownerOf(who);
      const values = [owner, String(limits.lifetimeMs)];
      await redis.run(withdraw, [approvalsKey, grantKey(owner)], values);
    },
    async all() {
      const kept = hashOf(await redis.send('HGETALL', approvalsKey));
      const opened = Object.entries(kept).map(([owner, sealed]) => open(owner, sealed));
      return (await Promise.all(opened)).filter((approval) => approval !== undefined);
    },
  };
}
