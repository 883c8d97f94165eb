import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { approvalsKey, grantKey } from './redis-keys.ts';
import { type RedisLink, redisScript } from './redis-link.ts';
import type { Sealer } from './seal.ts';
import { type AttemptState, attemptMs, type Grant, type StoredGrant, type Vault } from './vault.ts';

/** Grants outlive a release: what another one has written is read, or not understood, but never an error. */
const SealedGrant = z.object({
  version: z.literal(1),
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  instanceUrl: z.url(),
  rotates: z.boolean(),
  ofOneSignIn: z.boolean(),
});

/**
 * It ends with the last session it could have, unless its owner has approved that it stands. What was
 * there stays beside it until the next refresh, for whoever has to ask again.
 */
const replace = redisScript(`
  if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
  local earlier = redis.call('HMGET', KEYS[1], 'grant', 'generation')
  if earlier[2] == ARGV[2] then
    return redis.call('HMGET', KEYS[1], 'earlierGrant', 'earlierGeneration')
  end
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'grant', ARGV[1], 'generation', ARGV[2])
  if earlier[1] then
    redis.call('HSET', KEYS[1], 'earlierGrant', earlier[1], 'earlierGeneration', earlier[2])
  end
  if redis.call('HEXISTS', KEYS[2], ARGV[4]) == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
  return earlier`);

const update = redisScript(`
  if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], 'grant', ARGV[2], 'generation', ARGV[3])
  redis.call('HDEL', KEYS[1], 'attempt', 'begunAt', 'earlierGrant', 'earlierGeneration')
  return 1`);

const remove = redisScript(`
  if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`);

/** By Redis' own clock: those of the processes may differ. */
const beginAttempt = redisScript(`
  local generation, attempt, begunAt = unpack(redis.call('HMGET', KEYS[1], 'generation', 'attempt', 'begunAt'))
  if generation ~= ARGV[1] then return 'stale' end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local isOthers = attempt and attempt ~= ARGV[2]
  if isOthers and now - begunAt < tonumber(ARGV[3]) then return 'busy' end
  redis.call('HSET', KEYS[1], 'attempt', ARGV[2], 'begunAt', now)
  if isOthers then return 'unresolved' end
  return 'begun'`);

const endAttempt = redisScript(`
  local generation, attempt = unpack(redis.call('HMGET', KEYS[1], 'generation', 'attempt'))
  if generation ~= ARGV[1] or attempt ~= ARGV[2] then return 0 end
  return redis.call('HDEL', KEYS[1], 'attempt', 'begunAt')`);

/**
 * A vault in Redis, for any number of processes. What is kept there is encrypted and bound to its owner:
 * neither another's record nor another deployment's opens in its place.
 *
 * @param sealer of the purpose `grant`
 * @param limits `lifetimeMs`: a grant that nobody has replaced for so long has no session left
 * @example createRedisVault(redis, createSealer(secrets, 'grant'), { lifetimeMs: 12 * 3_600_000 })
 */
export function createRedisVault(
  redis: RedisLink,
  sealer: Sealer,
  limits: { readonly lifetimeMs: number },
): Vault {
  const seal = (owner: string, grant: Grant) => sealer.seal({ ...grant, version: 1 }, owner);

  function open(owner: string, sealed: unknown, generation: unknown): StoredGrant | undefined {
    if (typeof sealed !== 'string' || typeof generation !== 'string') return undefined;
    const { data } = SealedGrant.safeParse(sealer.open(sealed, owner));
    if (data === undefined) return undefined;
    const { version: _, refreshToken, ...grant } = data;
    return { ...grant, refreshToken, generation };
  }

  return {
    async read(owner) {
      const kept = await redis.send('HMGET', grantKey(owner), 'grant', 'generation');
      const [grant, generation] = Array.isArray(kept) ? kept : [];
      return open(owner, grant, generation);
    },
    async replace(owner, grant, newGeneration = randomUUID()) {
      const earlier = await redis.run(
        replace,
        [grantKey(owner), approvalsKey],
        [seal(owner, grant), newGeneration, String(limits.lifetimeMs), owner],
      );
      const [sealed, generation] = Array.isArray(earlier) ? earlier : [];
      return open(owner, sealed, generation);
    },
    async beginAttempt(owner, generation, attempt) {
      const values = [generation, attempt, String(attemptMs)];
      // One of the four words that the script has.
      return (await redis.run(beginAttempt, [grantKey(owner)], values)) as AttemptState;
    },
    async endAttempt(owner, generation, attempt) {
      await redis.run(endAttempt, [grantKey(owner)], [generation, attempt]);
    },
    async update(owner, grant, generation) {
      const stored = { ...grant, generation: randomUUID() };
      const values = [generation, seal(owner, grant), stored.generation];
      return (await redis.run(update, [grantKey(owner)], values)) === 1 ? stored : undefined;
    },
    async remove(owner, generation) {
      return (await redis.run(remove, [grantKey(owner)], [generation])) === 1;
    },
  };
}
