import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { createMeasure, type Measure } from '../measure.ts';
import type { ImpatientRedis } from '../session/impatient-redis.ts';
import { redisScript } from '../session/redis-link.ts';
import type { Sealer } from '../session/seal.ts';
import { type KeptRows, longestKeptMs } from './kept-rows.ts';
import { createLease } from './lease.ts';

/** The rows of public queries, as all processes keep them together. Whatever Redis does, nothing here throws because of it. */
export interface SharedRows {
  /** What one of the processes has kept; `undefined` also where Redis does not say so at once. */
  read(query: string): Promise<KeptRows | undefined>;
  /**
   * Rows that were asked for after `since`: by another process, or by this one, but by one at a time.
   * @throws whatever `ask` does
   */
  renew(query: string, since: number, ask: () => Promise<KeptRows>): Promise<KeptRows>;
  drop(query: string): Promise<void>;
}

export interface SharedRowsOptions {
  readonly redis: ImpatientRedis;
  /** Of the purpose `public rows`: whoever can write to Redis, but has no secret, changes no price. */
  readonly sealer: Sealer;
  /** What the same query would have other answers for: the org, the user, the version. */
  readonly scope: string;
  readonly measure?: Measure;
}

/** Redis is there for sessions first: all public rows together take no more of it. */
const most = { entries: 100, bytes: 8 * 1024 * 1024, bytesEach: 1024 * 1024 };

/** What is packed is bounded, and so is what comes of it. */
const longestUnpacked = 32 * 1024 * 1024;

/** While another process asks: how often it is looked after, and how often at most; together longer than it may take. */
const poll = { everyMs: 50, times: 800 };

const SealedRows = z.object({
  version: z.literal(1),
  askedAt: z.number(),
  packed: z.string(),
});

const indexKey = 'bff:public:rows';

/**
 * The newest stay, within the bounds. Whoever took so long that its lease has lapsed may have an older
 * answer than the one that is there.
 */
const write = redisScript(`
  if redis.call('TYPE', KEYS[2]).ok ~= 'zset' then redis.call('DEL', KEYS[2]) end
  local present = redis.call('ZSCORE', KEYS[2], KEYS[1])
  if present and tonumber(present) > tonumber(ARGV[3]) and redis.call('EXISTS', KEYS[1]) == 1 then
    return 0
  end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[3], KEYS[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
  local bytes = 0
  for place, key in ipairs(redis.call('ZREVRANGE', KEYS[2], 0, -1)) do
    local length = redis.call('STRLEN', key)
    bytes = bytes + length
    if length == 0 or place > tonumber(ARGV[4]) or bytes > tonumber(ARGV[5]) then
      redis.call('DEL', key)
      redis.call('ZREM', KEYS[2], key)
    end
  end
  return 1`);

/** @example createSharedRows({ redis, sealer: createSealer(secrets, 'public rows'), scope }) */
export function createSharedRows(options: SharedRowsOptions): SharedRows {
  const { redis, sealer, scope, measure = createMeasure() } = options;
  const keyOf = (query: string) =>
    `bff:public:rows:${createHash('sha256').update(`${scope}\n${query}`).digest('base64url')}`;

  async function read(query: string): Promise<KeptRows | undefined> {
    const key = keyOf(query);
    const sealed = await redis.send('GET', key).catch(() => null);
    if (typeof sealed !== 'string' || sealed.length > most.bytesEach) return undefined;
    const { data } = SealedRows.safeParse(sealer.open(sealed, key));
    const rows = data && (await unpack(data.packed));
    return rows && { ...rows, askedAt: data.askedAt };
  }

  async function keep(query: string, { rows, askedAt }: KeptRows): Promise<void> {
    const key = keyOf(query);
    const sealed = sealer.seal({ version: 1, askedAt, packed: await pack(rows) }, key);
    if (sealed.length > most.bytesEach) return;
    const bounds = [longestKeptMs, askedAt, most.entries, most.bytes].map(String);
    await redis.run(write, [key, indexKey], [sealed, ...bounds]).catch(() => undefined);
  }

  return {
    read,
    async renew(query, since, ask) {
      async function askUnlessKnown(): Promise<KeptRows> {
        // Somebody may have been here while this process waited.
        const present = await read(query);
        if (present !== undefined && present.askedAt > since) return present;
        const asked = await ask();
        await keep(query, asked);
        return asked;
      }
      const lease = createLease(redis, `${keyOf(query)}:lease`, randomUUID());
      const start = performance.now();
      for (let tries = 0; tries < poll.times; tries += 1) {
        const state = await lease.take();
        if (state !== 'others' && tries > 0) measure.waitedForRows(performance.now() - start);
        if (state === 'unavailable') break;
        if (state === 'taken') return askUnlessKnown().finally(() => lease.giveBack());
        await delay(poll.everyMs);
      }
      return ask();
    },
    drop: async (query) => void (await redis.send('DEL', keyOf(query)).catch(() => undefined)),
  };
}

const pack = async (rows: readonly unknown[]): Promise<string> =>
  (await promisify(gzip)(JSON.stringify(rows))).toString('base64');

async function unpack(packed: string): Promise<Omit<KeptRows, 'askedAt'> | undefined> {
  try {
    const options = { maxOutputLength: longestUnpacked };
    const text = await promisify(gunzip)(Buffer.from(packed, 'base64'), options);
    return { rows: z.array(z.unknown()).parse(JSON.parse(text.toString())), bytes: text.length };
  } catch {
    return undefined;
  }
}
