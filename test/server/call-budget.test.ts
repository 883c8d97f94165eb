import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { impatientRedis } from '../../server/bff/session/impatient-redis.ts';
import { createRedisLink, type RedisLink } from '../../server/bff/session/redis-link.ts';
import { type CallBudget, createCallBudget } from '../../server/bff/sources/call-budget.ts';
import { type RunningRedis, startRedis } from '../processes/start-redis.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const spent = { code: 'salesforce_limit', status: 503 };
const hour = 3_600_000;

/** How many calls it lets through of so many. */
async function passing(budget: CallBudget, calls: number): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: calls }, () => budget.spend()));
  return all.filter(({ status }) => status === 'fulfilled').length;
}

describe('createCallBudget', () => {
  it('lets so many calls pass in an hour that begins with the first, and says when it ends', async () => {
    let now = 1_000_000;
    const own = { ...log, warn: vi.fn() };
    const clock = () => now;
    const budget = createCallBudget({ callsPerHour: 3, redis: undefined, log: own, clock });
    expect(await passing(budget, 10)).toBe(3);
    now += hour - 1_500;
    await expect(budget.spend()).rejects.toMatchObject({
      ...spent,
      headers: { 'Retry-After': '2' },
    });
    now += 1_500;
    expect(await passing(budget, 10)).toBe(3);
    expect(own.warn.mock.calls).toEqual([
      [{ event: 'public_calls_spent', callsPerHour: 3 }],
      [{ event: 'public_calls_spent', callsPerHour: 3 }],
    ]);
  });

  it('begins a new hour where the clock was set back', async () => {
    let now = 10 * hour;
    const budget = createCallBudget({ callsPerHour: 1, redis: undefined, log, clock: () => now });
    expect(await passing(budget, 2)).toBe(1);
    now -= 2 * hour;
    expect(await passing(budget, 2)).toBe(1);
  });
});

describe('with Redis', () => {
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

  function ofAProcess(callsPerHour: number): CallBudget {
    const link = createRedisLink({ url: redis.url, log });
    links.push(link);
    return createCallBudget({ callsPerHour, redis: impatientRedis(link), log });
  }

  it('is one for all processes', async () => {
    const [one, other] = [ofAProcess(10), ofAProcess(10)];
    const passed = await Promise.all([passing(one, 15), passing(other, 15)]);
    expect(passed[0] + passed[1]).toBe(10);
    await expect(one.spend()).rejects.toMatchObject(spent);
    const [, ttl] = /^:(\d+)/.exec(await redis.ask('PTTL', 'bff:public:calls')) ?? [];
    expect(Number(ttl)).toBeGreaterThan(hour - 60_000);
  });

  it('goes on in each process alone, and soon, when Redis stands still', async () => {
    const budget = ofAProcess(3);
    await budget.spend();
    redis.freeze();
    const start = performance.now();
    expect(await passing(budget, 10)).toBe(2);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('does not mind what somebody else has put there', async () => {
    await redis.ask('RPUSH', 'bff:public:calls', 'x');
    expect(await passing(ofAProcess(2), 5)).toBe(2);
  });

  it('ends, although something has made the count last for ever', async () => {
    await redis.ask('SET', 'bff:public:calls', '1');
    await ofAProcess(5).spend();
    expect(await redis.ask('PTTL', 'bff:public:calls')).toMatch(/^:3\d{6}/);
  });
});
