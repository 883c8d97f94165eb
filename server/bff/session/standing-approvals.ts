import { z } from 'zod';
import type { User } from '../user.ts';
import { type Owner, ownerOf } from './owner.ts';
import { hashOf } from './redis-hash.ts';
import { approvalsKey, grantKey } from './redis-keys.ts';
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
  approve(user: User, since: number): Promise<void>;
  /** The grant is kept no longer than a session could last, from now on. */
  withdraw(owner: Owner): Promise<void>;
  all(): Promise<readonly StandingApproval[]>;
}

const approve = redisScript(`
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  return redis.call('PERSIST', KEYS[2])`);

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
  function open(owner: string, sealed: string): StandingApproval | undefined {
    const { data } = Approval.safeParse(sealer.open(sealed, owner));
    const [organizationId = '', ...id] = owner.split('/');
    return data && { organizationId, id: id.join('/'), username: data.username, since: data.since };
  }

  return {
    async find(who) {
      const owner = ownerOf(who);
      const sealed = await redis.send('HGET', approvalsKey, owner);
      return typeof sealed === 'string' ? open(owner, sealed) : undefined;
    },
    async approve(user, since) {
      const owner = ownerOf(user);
      const sealed = sealer.seal({ version: 1, username: user.username, since }, owner);
      await redis.run(approve, [approvalsKey, grantKey(owner)], [owner, sealed]);
    },
    async withdraw(who) {
      const owner = ownerOf(who);
      const values = [owner, String(limits.lifetimeMs)];
      await redis.run(withdraw, [approvalsKey, grantKey(owner)], values);
    },
    async all() {
      const kept = hashOf(await redis.send('HGETALL', approvalsKey));
      return Object.entries(kept).flatMap(([owner, sealed]) => open(owner, sealed) ?? []);
    },
  };
}
