import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { CookieJar } from '../cookie-jar.ts';
import { signIn } from '../sign-in.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ processes: 4 });
});
afterAll(() => cluster.stop());
afterEach(async () => {
  await cluster.panel.faults();
  await cluster.panel.settings({ rotateRefreshTokens: false });
});

const refreshes = () => cluster.panel.calls('token:refresh_token');

async function ask(jar: CookieJar, url: string) {
  const answer = await jar
    .request(new URL('/api/myOrders', url), {
      headers: { 'X-BFF': '1' },
      signal: AbortSignal.timeout(28_000),
    })
    .catch(() => undefined);
  return answer?.status;
}

const urlOf = (request: number) => cluster.members[request % 4]?.url ?? '';

describe.each([false, true])('200 requests in four processes (rotation: %s)', (rotates) => {
  it('#44 refresh once', async () => {
    await cluster.panel.settings({ rotateRefreshTokens: rotates });
    const jar = new CookieJar();
    await signIn(jar, cluster.appUrl, 'ada@northwind.example');
    for (let round = 0; round < 3; round += 1) {
      await cluster.panel.expire('access');
      const before = await refreshes();
      const asked = Array.from({ length: 200 }, (_, request) => ask(jar, urlOf(request)));
      expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
      expect((await refreshes()) - before).toBe(1);
    }
  });

  it('#45 refresh once also when it is slow', async () => {
    await cluster.panel.settings({ rotateRefreshTokens: rotates });
    const jar = new CookieJar();
    await signIn(jar, cluster.appUrl, 'grace@contoso.example');
    await cluster.panel.expire('access');
    await cluster.panel.faults({ path: '/services/oauth2/token', delayMs: 5_000 });
    const before = await refreshes();
    const asked = Array.from({ length: 200 }, (_, request) => ask(jar, urlOf(request)));
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    expect((await refreshes()) - before).toBe(1);
  });
});

describe('#44 a process that is killed in the middle of a slow refresh', () => {
  it('signs nobody out where tokens do not rotate, and keeps nobody waiting too long', {
    timeout: 60_000,
  }, async () => {
    const jar = new CookieJar();
    await signIn(jar, cluster.appUrl, 'mia@store.example');
    await cluster.panel.expire('access');
    await cluster.panel.faults({ path: '/services/oauth2/token', delayMs: 5_000 });
    const before = await refreshes();
    const doomed = ask(jar, urlOf(3));
    await expect.poll(refreshes).toBe(before + 1);
    const start = performance.now();
    const others = Array.from({ length: 150 }, (_, request) => ask(jar, urlOf(request % 3)));
    await delay(500);
    cluster.members[3]?.process.signal('SIGKILL');
    expect(await doomed).toBeUndefined();
    expect(new Set(await Promise.all(others))).toEqual(new Set([200]));
    expect(performance.now() - start).toBeLessThan(22_000);
    // The one whose process was killed, and the one that found out that the token still works.
    expect((await refreshes()) - before).toBe(2);
    await cluster.replace(3);
  });
});

describe('#46 a process that is killed in the middle of a refresh', () => {
  it('is not followed by a replay where tokens rotate: a clean new sign-in', async () => {
    await cluster.panel.settings({ rotateRefreshTokens: true });
    const jar = new CookieJar();
    await signIn(jar, cluster.appUrl, 'sam@store.example');
    await cluster.panel.expire('access');
    await cluster.panel.faults({ path: '/services/oauth2/token', delayMs: 3_000 });
    const before = await refreshes();
    const doomed = ask(jar, urlOf(3));
    await expect.poll(refreshes).toBe(before + 1);
    const others = Array.from({ length: 150 }, (_, request) => ask(jar, urlOf(request % 3)));
    await delay(500);
    cluster.members[3]?.process.signal('SIGKILL');
    expect(await doomed).toBeUndefined();
    expect(new Set(await Promise.all(others))).toEqual(new Set([401]));
    expect((await refreshes()) - before).toBe(1);
    await cluster.panel.faults();
    await signIn(jar, cluster.appUrl, 'sam@store.example');
    expect(await ask(jar, urlOf(1))).toBe(200);
  });
});
