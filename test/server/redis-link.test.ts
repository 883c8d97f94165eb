import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisLink, type RedisLink } from '../../server/bff/session/redis-link.ts';
import { type RunningRedis, startRedis } from '../processes/start-redis.ts';

let redis: RunningRedis;
let link: RedisLink;
const lines: object[] = [];
const keepLine = (line: object) => void lines.push(line);
beforeAll(async () => {
  redis = await startRedis();
  const log = { info: keepLine, warn: keepLine, error: keepLine };
  link = createRedisLink({ url: redis.url, log });
  await link.send('PING');
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

const unavailable = { code: 'store_unavailable' };

/** Keeps this process from doing anything else, as a machine does that has too much to do. */
function holdUp(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('createRedisLink', () => {
  // Only a machine that is very busy needs the second try.
  it('gives a frozen Redis up within a second, and finds it again', { retry: 2 }, async () => {
    redis.freeze();
    const startedAt = performance.now();
    try {
      await expect(link.send('PING')).rejects.toMatchObject(unavailable);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      // By now it is known.
      const before = performance.now();
      await expect(link.send('PING')).rejects.toMatchObject(unavailable);
      expect(performance.now() - before).toBeLessThan(50);
    } finally {
      redis.thaw();
    }
    await expect.poll(() => link.send('PING').catch(() => ''), { timeout: 10_000 }).toBe('PONG');
    expect(lines).toContainEqual({ event: 'store', state: 'lost', reason: 'DeadlineError' });
  });

  it('does not take its own delay for Redis’', async () => {
    const asked = Array.from({ length: 20 }, () => link.send('PING'));
    holdUp(1_500);
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['PONG']));
    const late = link.send('PING');
    await delay(1);
    holdUp(800);
    expect(await late).toBe('PONG');
  });
});
