import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { impatientRedis } from '../../server/bff/session/impatient-redis.ts';
import { createRedisLink, type RedisLink } from '../../server/bff/session/redis-link.ts';
import { createSealer } from '../../server/bff/session/seal.ts';
import type { KeptRows } from '../../server/bff/sources/kept-rows.ts';
import { createSharedRows, type SharedRows } from '../../server/bff/sources/shared-rows.ts';
import { type RunningRedis, startRedis } from '../processes/start-redis.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const secret = 'a secret that is long enough to be one';
const now = Date.now();
const rowsOf = (name: string, askedAt = now): KeptRows => ({
  rows: [{ Name: name }],
  askedAt,
  bytes: 100,
});

let redis: RunningRedis;
const links: RedisLink[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
afterEach(async () => {
  for (const link of links.splice(0)) link.close();
  redis.thaw();
  await redis.ask('FLUSHALL');
});

/** As one process has them. */
function ofAProcess({ secrets = [secret], scope = 'an org' } = {}): SharedRows {
  const link = createRedisLink({ url: redis.url, log });
  links.push(link);
  const sealer = createSealer(secrets, 'public rows');
  return createSharedRows({ redis: impatientRedis(link), sealer, scope });
}

const keys = async () =>
  (await redis.ask('KEYS', 'bff:public:rows:*')).match(/bff:public:rows:\S+/g) ?? [];

async function keep(shared: SharedRows, query: string, rows = rowsOf(query)): Promise<void> {
  await shared.renew(query, Number.POSITIVE_INFINITY, async () => rows);
}

describe('createSharedRows', () => {
  it('keeps for other processes what one has asked for, unreadable for others', async () => {
    const [one, other] = [ofAProcess(), ofAProcess()];
    expect(await other.read('query')).toBeUndefined();
    await keep(one, 'query', rowsOf('Enamel Mug'));
    expect(await other.read('query')).toMatchObject({
      rows: [{ Name: 'Enamel Mug' }],
      askedAt: now,
    });
    expect(await other.read('another query')).toBeUndefined();
    expect((await redis.dump()).includes('Enamel Mug')).toBe(false);
    const [key = ''] = await keys();
    expect(await redis.ask('PTTL', key)).toMatch(/^:86[34]\d{5}/);
    await one.drop('query');
    expect(await other.read('query')).toBeUndefined();
  });

  it('lets one process ask for all, and hands it on to those who wait', async () => {
    const asks = [ofAProcess(), ofAProcess(), ofAProcess()].map((shared) => {
      const ask = vi.fn(async () => {
        await delay(300);
        return rowsOf('once');
      });
      return { ask, answer: shared.renew('query', now - 1, ask) };
    });
    for (const { answer } of asks) expect((await answer).rows).toEqual([{ Name: 'once' }]);
    expect(asks.reduce((sum, { ask }) => sum + ask.mock.calls.length, 0)).toBe(1);
  });

  it('asks although there is something, when that is too old', async () => {
    const shared = ofAProcess();
    await keep(shared, 'query', rowsOf('old', now - 1_000));
    const ask = vi.fn(async () => rowsOf('new'));
    expect((await shared.renew('query', now - 1_000, ask)).rows).toEqual([{ Name: 'new' }]);
    expect((await shared.renew('query', now - 1, ask)).rows).toEqual([{ Name: 'new' }]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('puts no older answer over a newer one, when a lease has lapsed', async () => {
    const [slow, other] = [ofAProcess(), ofAProcess()];
    const answer = slow.renew('query', now - 1, async () => {
      // As a process that stood still finds it: somebody has asked meanwhile.
      const [lease = ''] = (await keys()).filter((key) => key.endsWith(':lease'));
      await redis.ask('DEL', lease);
      await keep(other, 'query', rowsOf('newer', now + 100));
      return rowsOf('older', now);
    });
    expect((await answer).rows).toEqual([{ Name: 'older' }]);
    expect(await other.read('query')).toMatchObject({ rows: [{ Name: 'newer' }] });
    // What has been dropped meanwhile is no reason to keep nothing.
    await other.drop('query');
    await keep(slow, 'query', rowsOf('again', now));
    expect(await other.read('query')).toMatchObject({ rows: [{ Name: 'again' }] });
  });

  it('lets the next one try when one fails', async () => {
    const [one, other] = [ofAProcess(), ofAProcess()];
    const failing = one.renew('query', now - 1, async () => {
      await delay(200);
      throw new Error('down');
    });
    await delay(50);
    const next = other.renew('query', now - 1, async () => rowsOf('well'));
    await expect(failing).rejects.toThrow('down');
    expect((await next).rows).toEqual([{ Name: 'well' }]);
  });

  it('keeps the lease for as long as it asks, and takes over from a process that was killed', async () => {
    const [slow, other] = [ofAProcess(), ofAProcess()];
    const ask = vi.fn(async () => rowsOf('other'));
    const asked = slow.renew('query', now - 1, async () => {
      await delay(6_500);
      return rowsOf('slow');
    });
    await delay(100);
    expect((await other.renew('query', now - 1, ask)).rows).toEqual([{ Name: 'slow' }]);
    await asked;
    expect(ask).not.toHaveBeenCalled();
    // Its holder will never come back.
    const [key = ''] = await keys();
    await redis.ask('SET', `${key}:lease`, 'killed', 'PX', '1000');
    const start = performance.now();
    expect((await other.renew('query', now, ask)).rows).toEqual([{ Name: 'other' }]);
    expect(performance.now() - start).toBeGreaterThan(500);
  });

  it('asks itself, and soon, when Redis stands still or is gone', async () => {
    const shared = ofAProcess();
    await keep(shared, 'query');
    redis.freeze();
    const start = performance.now();
    expect(await shared.read('query')).toBeUndefined();
    expect((await shared.renew('query', now, async () => rowsOf('alone'))).rows).toEqual([
      { Name: 'alone' },
    ]);
    await shared.drop('query');
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('what lies in Redis', () => {
  it.each([
    ['another secret’s', { secrets: ['b'.repeat(40)] }],
    ['of another org or user', { scope: 'another org' }],
  ])('is not taken when it is %s', async (_, other) => {
    await keep(ofAProcess(other), 'query');
    expect(await ofAProcess().read('query')).toBeUndefined();
  });

  it('is not taken for another query', async () => {
    const shared = ofAProcess();
    await keep(shared, 'cheap');
    const [cheap = ''] = await keys();
    await keep(shared, 'dear');
    const [dear = ''] = (await keys()).filter((key) => key !== cheap);
    await redis.ask('COPY', cheap, dear, 'REPLACE');
    expect(await shared.read('dear')).toBeUndefined();
    expect(await shared.read('cheap')).toMatchObject({ rows: [{ Name: 'cheap' }] });
  });

  it.each([
    ['text', '{"version":1,"rows":[]}'],
    ['empty', ''],
    ['huge', 'x'.repeat(2_000_000)],
  ])('is taken for nothing when it is %s', async (_, value) => {
    const shared = ofAProcess();
    await keep(shared, 'query');
    const [key = ''] = await keys();
    await redis.ask('SET', key, value);
    expect(await shared.read('query')).toBeUndefined();
  });

  it.each([
    ['another release’s', { version: 2, askedAt: now, packed: '' }],
    ['not packed', { version: 1, askedAt: now, packed: 'AAAA' }],
    ['without a time', { version: 1, packed: '' }],
  ])('is taken for nothing when it is sealed, but %s', async (_, value) => {
    const shared = ofAProcess();
    await keep(shared, 'query');
    const [key = ''] = await keys();
    await redis.ask('SET', key, createSealer([secret], 'public rows').seal(value, key));
    expect(await shared.read('query')).toBeUndefined();
  });

  it('is no list where a text should be, and no text where the index should be', async () => {
    const shared = ofAProcess();
    await keep(shared, 'query');
    const [key = ''] = await keys();
    await redis.ask('DEL', key);
    await redis.ask('RPUSH', key, 'x');
    expect(await shared.read('query')).toBeUndefined();
    await redis.ask('SET', 'bff:public:rows', 'x');
    await keep(shared, 'query');
    expect(await shared.read('query')).toMatchObject({ rows: [{ Name: 'query' }] });
  });

  it('is bounded in number: the newest stay', async () => {
    const shared = ofAProcess();
    for (let place = 0; place < 110; place += 1) {
      await keep(shared, `query ${place}`, rowsOf('x', now + place));
    }
    expect(await keys()).toHaveLength(100);
    expect(await shared.read('query 9')).toBeUndefined();
    expect(await shared.read('query 10')).toBeDefined();
    expect(await redis.ask('ZCARD', 'bff:public:rows')).toBe(':100\r\n');
  });

  it('is bounded in size, each and together', async () => {
    const shared = ofAProcess();
    // Random bytes do not get smaller by being packed.
    const large = (bytes: number) => ({
      rows: [randomBytes(bytes).toString('base64')],
      bytes,
    });
    await keep(shared, 'too large', { ...large(700_000), askedAt: now });
    expect(await keys()).toEqual([]);
    for (let place = 0; place < 20; place += 1) {
      await keep(shared, `query ${place}`, { ...large(400_000), askedAt: now + place });
    }
    const sizes = await Promise.all((await keys()).map((key) => redis.ask('STRLEN', key)));
    const total = sizes.reduce((sum, size) => sum + Number(size.slice(1)), 0);
    expect(total).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(sizes.length).toBeGreaterThan(5);
    expect(await shared.read('query 19')).toBeDefined();
  });
});
