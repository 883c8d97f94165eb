import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createRedisLink,
  type RedisLink,
  redisScript,
} from '../../server/bff/session/redis-link.ts';
import { selfSignedCertificate } from '../../server/setup/self-signed-certificate.ts';
import {
  type RedisServerOptions,
  type RunningRedis,
  startRedis,
} from '../processes/start-redis.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const away = { code: 'store_unavailable' };

const ends: (() => unknown)[] = [];
// The first link of a process loads the client, which is nobody's wait for Redis.
beforeAll(async () => {
  await import('@redis/client');
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function running(options: RedisServerOptions = {}): Promise<RunningRedis> {
  const redis = await startRedis(options);
  ends.push(() => redis.stop());
  return redis;
}

function linkTo(url: string, rejectUnauthorized = true): RedisLink {
  const link = createRedisLink({ url, rejectUnauthorized, log: silent });
  ends.push(() => link.close());
  return link;
}

/** Milliseconds until it is refused. */
async function refusedAfter(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await expect(work).rejects.toMatchObject(away);
  return performance.now() - start;
}

/** Keeps this process from doing anything else, as a machine does that has too much to do. */
function holdUp(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('createRedisLink', () => {
  it('sends commands and runs scripts, also such as Redis has forgotten', async () => {
    const redis = await running();
    const link = linkTo(redis.url);
    expect(await link.send('SET', 'key', 'värde')).toBe('OK');
    const script = redisScript("return redis.call('GET', KEYS[1]) .. ARGV[1]");
    expect(await link.run(script, ['key'], ['!'])).toBe('värde!');
    await link.send('SCRIPT', 'FLUSH');
    expect(await link.run(script, ['key'], ['?'])).toBe('värde?');
  });

  it('refuses within a second while Redis stands still, then at once, and comes back', async () => {
    const redis = await running();
    const link = linkTo(redis.url);
    await link.send('PING');
    redis.freeze();
    const asked = Array.from({ length: 100 }, () => refusedAfter(link.send('GET', 'key')));
    for (const ms of await Promise.all(asked)) expect(ms).toBeLessThan(1_000);
    expect(await refusedAfter(link.send('GET', 'key'))).toBeLessThan(100);
    redis.thaw();
    await expect.poll(() => link.send('PING').catch(() => ''), { timeout: 10_000 }).toBe('PONG');
  });

  it('carries no command out later that it has refused', async () => {
    const redis = await running();
    const link = linkTo(redis.url);
    await link.send('PING');
    await redis.kill();
    await expect.poll(() => link.send('PING').catch(() => 'refused')).toBe('refused');
    await refusedAfter(link.send('SET', 'late', '1'));
    await redis.restart();
    await expect.poll(() => link.send('PING').catch(() => ''), { timeout: 10_000 }).toBe('PONG');
    expect(await link.send('GET', 'late')).toBeNull();
  });

  it('waits for a Redis that is not there yet, and no longer than its deadline', async () => {
    const redis = await running();
    await redis.kill();
    const link = linkTo(redis.url);
    expect(await refusedAfter(link.send('PING'))).toBeLessThan(1_000);
    await redis.restart();
    await expect.poll(() => link.send('PING').catch(() => ''), { timeout: 10_000 }).toBe('PONG');
  });

  it('says nothing of the address in what it writes', async () => {
    const written: unknown[] = [];
    const note = (line: object) => void written.push(line);
    const link = createRedisLink({
      url: 'redis://user:hunter2@127.0.0.1:1',
      log: { info: note, warn: note, error: note },
    });
    ends.push(() => link.close());
    await refusedAfter(link.send('PING'));
    expect(JSON.stringify(written)).toContain('unreachable');
    expect(JSON.stringify(written)).not.toContain('hunter2');
  });

  it('does not take its own delay for Redis’', async () => {
    const redis = await running();
    const link = linkTo(redis.url);
    await link.send('PING');
    const asked = Array.from({ length: 20 }, () => link.send('PING'));
    holdUp(1_500);
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['PONG']));
    const late = link.send('PING');
    await delay(1);
    holdUp(800);
    expect(await late).toBe('PONG');
  });

  it('does nothing more once it is closed', async () => {
    const redis = await running();
    const link = linkTo(redis.url);
    await link.send('PING');
    link.close();
    await refusedAfter(link.send('PING'));
    await delay(300);
    expect(await redis.ask('CLIENT', 'LIST')).not.toMatch(/id=\d+.*\n.*id=\d+/);
  });
});

describe('TLS with a self-signed certificate, as Heroku Key-Value Store has', () => {
  it('is taken where that is said, and refused otherwise', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
    ends.push(() => rm(folder, { recursive: true }));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const commonName = 'localhost';
    await writeFile(
      certificate,
      selfSignedCertificate({ privateKey, commonName, now: new Date() }),
    );
    const redis = await running({ tls: { key, certificate } });
    const trusting = linkTo(redis.tlsUrl ?? '', false);
    expect(await trusting.send('PING')).toBe('PONG');
    await refusedAfter(linkTo(redis.tlsUrl ?? '').send('PING'));
  });
});
