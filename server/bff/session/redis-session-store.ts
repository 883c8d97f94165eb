import { z } from 'zod';
import { type Owner, ownerOf } from './owner.ts';
import { hashOf } from './redis-hash.ts';
import { type RedisLink, type RedisReply, redisScript } from './redis-link.ts';
import type { Sealer } from './seal.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

/** Two releases run side by side during a deploy: what the other has written is read, or is nobody's session, but never an error. */
const SealedSession = z.object({
  version: z.literal(1),
  user: z.object({
    id: z.string(),
    organizationId: z.string(),
    username: z.string(),
    name: z.string(),
    email: z.string(),
  }),
  createdAt: z.number(),
  userAgent: z.string(),
});

/** The index lives as long as the newest session may. */
const create = redisScript(`
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  redis.call('HSET', KEYS[1], 'record', ARGV[1], 'lastSeenAt', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[4])
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  return 1`);

const touch = redisScript(`
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  redis.call('HSET', KEYS[1], 'lastSeenAt', ARGV[1])
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

const living = redisScript(`
  local keys = {}
  for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if redis.call('EXISTS', ARGV[1] .. key) == 1 then table.insert(keys, key)
    else redis.call('ZREM', KEYS[1], key) end
  end
  return keys`);

const prefix = 'bff:session:';
const keyOf = (session: string): string => prefix + session;
const indexPrefix = 'bff:sessions-of:';

/**
 * Sessions in Redis, for any number of processes.
 *
 * A record is encrypted and bound to its key: whoever can write to Redis, but has no secret, cannot put
 * another's session under a cookie of their own. Only the time of last use stands beside it in the clear.
 *
 * @param sealer of the purpose `session`
 * @param limits `lifetimeMs` after which no session is of use to anybody
 * @example createRedisSessionStore(redis, createSealer(secrets, 'session'), { lifetimeMs: 12 * 3_600_000 })
 */
export function createRedisSessionStore(
  redis: RedisLink,
  sealer: Sealer,
  limits: { readonly lifetimeMs: number },
): SessionStore {
  function open(key: string, reply: RedisReply): SessionRecord | undefined {
    const { record = '', lastSeenAt } = hashOf(reply);
    const { data } = SealedSession.safeParse(sealer.open(record, key));
    if (data === undefined) return undefined;
    const { user, createdAt, userAgent } = data;
    return { user, createdAt, userAgent, lastSeenAt: Number(lastSeenAt) };
  }

  /** Those that have ended meanwhile are taken out of the index. */
  async function keysOf(user: Owner): Promise<string[]> {
    const index = indexPrefix + ownerOf(user);
    const members = await redis.run(living, [index], [prefix]);
    return Array.isArray(members) ? members.map(String) : [];
  }

  return {
    async create(key, { lastSeenAt, ...record }, ttlMs) {
      const sealed = sealer.seal({ ...record, version: 1 }, key);
      const created = await redis.run(
        create,
        [keyOf(key), indexPrefix + ownerOf(record.user)],
        [sealed, String(lastSeenAt), String(ttlMs), key, String(limits.lifetimeMs)],
      );
      if (created !== 1) throw new Error('A session with this key exists');
    },
    async read(key) {
      return open(key, await redis.send('HGETALL', keyOf(key)));
    },
    async touch(key, lastSeenAt, ttlMs) {
      await redis.run(touch, [keyOf(key)], [String(lastSeenAt), String(ttlMs)]);
    },
    async end(key) {
      await redis.send('DEL', keyOf(key));
    },
    async endAll(user, keep) {
      const keys = (await keysOf(user)).filter((key) => key !== keep);
      return keys.length === 0 ? 0 : Number(await redis.send('DEL', ...keys.map(keyOf)));
    },
    async list(user) {
      const keys = await keysOf(user);
      const replies = await Promise.all(keys.map((key) => redis.send('HGETALL', keyOf(key))));
      return keys.flatMap((key, place) => {
        const record = open(key, replies[place] ?? null);
        return record === undefined ? [] : [{ key, record }];
      });
    },
    async hasAny(user) {
      return (await keysOf(user)).length > 0;
    },
    async *owners() {
      let position = '0';
      do {
        const reply = await redis.send(
          'SCAN',
          position,
          'MATCH',
          `${indexPrefix}*`,
          'COUNT',
          '500',
        );
        const [next, found] = Array.isArray(reply) ? reply : [];
        for (const index of Array.isArray(found) ? found : []) {
          const [organizationId = '', ...id] = String(index).slice(indexPrefix.length).split('/');
          yield { organizationId, id: id.join('/') };
        }
        position = String(next ?? '0');
      } while (position !== '0');
    },
  };
}
