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

describe('a process that is killed in the middle of a refresh', () => {
  const issued = async () => (await cluster.panel.secrets()).length;

  /**
   * Lets the last process begin a refresh, and kills it there.
   * @param isAnswered whether its answer has come by then; it has not been kept
   * @returns how the requests end that come to the other processes meanwhile
   */
  async function kill(jar: CookieJar, isAnswered: boolean): Promise<ReadonlySet<unknown>> {
    await cluster.panel.expire('access');
    await cluster.panel.faults({ path: '/services/oauth2/token', delayMs: 1_500, times: 1 });
    const [begun, secrets] = [await refreshes(), await issued()];
    const process = cluster.members[3]?.process;
    const doomed = ask(jar, urlOf(3));
    await expect.poll(refreshes).toBe(begun + 1);
    const others = Array.from({ length: 150 }, (_, request) => ask(jar, urlOf(request % 3)));
    if (isAnswered) {
      process?.signal('SIGSTOP');
      await expect.poll(issued, { timeout: 10_000 }).toBeGreaterThan(secrets);
      await delay(200);
    }
    process?.signal('SIGKILL');
    expect(await doomed).toBeUndefined();
    const outcomes = new Set(await Promise.all(others));
    await cluster.replace(3);
    return outcomes;
  }

  it.each([
    ['before its answer has come', false],
    ['between the answer and the save', true],
  ])('#46 %s, is not followed by a replay where tokens rotate', async (_, isAnswered) => {
    await cluster.panel.settings({ rotateRefreshTokens: true });
    const jar = new CookieJar();
    await signIn(jar, cluster.appUrl, 'sam@store.example');
    const before = await refreshes();
    expect(await kill(jar, isAnswered)).toEqual(new Set([401]));
    expect((await refreshes()) - before).toBe(1);
    // A clean new sign-in.
    await signIn(jar, cluster.appUrl, 'sam@store.example');
    expect(await ask(jar, urlOf(1))).toBe(200);
  });

  it('#46 signs nobody out where they do not: one more refresh', async () => {
    const jar = new CookieJar();
    await signIn(jar, cluster.appUrl, 'mia@store.example');
    const before = await refreshes();
    expect(await kill(jar, true)).toEqual(new Set([200]));
    expect((await refreshes()) - before).toBe(2);
  });
});
