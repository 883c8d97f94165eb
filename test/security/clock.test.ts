import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sessionKey } from '../../server/bff/session/session-cookie.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import { forgetPublicRows } from '../forget-public-rows.ts';
import { createMovedClock } from './moved-clock.ts';
import { createVisitor, expiredOutcome, signedInOutcome } from './visitor.ts';

const clock = createMovedClock();
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    processes: 1,
    flags: clock.flags,
    settings: { SESSION_IDLE_MINUTES: '30', SESSION_MAX_HOURS: '1' },
  });
});
afterAll(async () => {
  await cluster.stop();
  clock.remove();
});
afterEach(async () => {
  clock.set({ minutes: 0 });
  await cluster.panel.settings({ idTokenSeconds: 120 });
});

async function signedIn(username = 'ada@northwind.example') {
  const visitor = createVisitor(cluster.appUrl);
  const page = await visitor.signIn(username);
  return { visitor, page };
}

describe('the idle time', () => {
  it('#12 ends a session that is not used, also in Redis', async () => {
    const { visitor: ada } = await signedIn();
    const { idleExpiresAt = '' } = await ada.session();
    expect(Date.parse(idleExpiresAt) - Date.now()).toBeGreaterThan(29 * 60_000);
    const key = `bff:session:${sessionKey(ada.sessionId() ?? '')}`;
    const [, ttl] = /^:(\d+)/.exec(await cluster.redis.ask('PTTL', key)) ?? [];
    expect(Number(ttl)).toBeGreaterThan(29 * 60_000);
    expect(Number(ttl)).toBeLessThanOrEqual(30 * 60_000);
    clock.set({ minutes: 29 });
    expect(await ada.whoAmI()).toBe('ada@northwind.example');
    clock.set({ minutes: 31 });
    expect(await ada.whoAmI()).toBeUndefined();
    expect(await ada.orders()).toEqual(expiredOutcome);
    // It is over for good, not for as long as the clock says so.
    clock.set({ minutes: 0 });
    expect(await ada.orders()).toEqual(expiredOutcome);
    expect(await cluster.redis.ask('EXISTS', key)).toBe(':0\r\n');
  });

  it('#12 begins anew with every use', async () => {
    const { visitor: ada } = await signedIn();
    clock.set({ minutes: 20 });
    expect(await ada.orders()).toEqual(signedInOutcome);
    clock.set({ minutes: 49 });
    expect(await ada.orders()).toEqual(signedInOutcome);
  });

  it('#13 is not all: a session that is used all the time ends after its hour', async () => {
    const { visitor: ada } = await signedIn();
    const before = await ada.session();
    for (const minutes of [15, 30, 45, 59]) {
      clock.set({ minutes });
      expect(await ada.orders()).toEqual(signedInOutcome);
    }
    const { idleExpiresAt, expiresAt } = await ada.session();
    expect([idleExpiresAt, expiresAt]).toEqual([before.expiresAt, before.expiresAt]);
    clock.set({ minutes: 61 });
    expect(await ada.orders()).toEqual(expiredOutcome);
    expect(await ada.whoAmI()).toBeUndefined();
  });

  it('#14 goes on while somebody only asks for the session, or for what everybody may see', async () => {
    const { visitor: ada } = await signedIn();
    // The server's own token is got while its clock is right.
    expect((await ada.ask('/api/catalogue')).status).toBe(200);
    const before = await ada.session();
    for (const minutes of [10, 20, 29]) {
      clock.set({ minutes });
      const { idleExpiresAt, expiresAt } = await ada.session();
      expect([idleExpiresAt, expiresAt]).toEqual([before.idleExpiresAt, before.expiresAt]);
      for (const path of ['/auth/sessions', '/auth/standing-approval', '/api/catalogue', '/']) {
        expect((await ada.ask(path)).status).toBe(200);
      }
    }
    clock.set({ minutes: 31 });
    expect(await ada.orders()).toEqual(expiredOutcome);
  });
});

describe('an attempt to sign in', () => {
  it.each([
    [9, true],
    [11, false],
  ])('#39 that comes back after %i minutes signs in: %s', async (minutes, succeeds) => {
    // Salesforce's token must not be what is too old.
    await cluster.panel.settings({ idTokenSeconds: 3_600 });
    const { visitor } = await signedIn();
    await visitor.signOut();
    const callback = await visitor.comeBack((await visitor.setOut()).authorize);
    clock.set({ minutes });
    const answer = await visitor.jar.request(callback);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(await visitor.whoAmI()).toBe(succeeds ? 'ada@northwind.example' : undefined);
  });
});

describe('a clock that is off', () => {
  /** Read by a server that has neither a token nor a catalogue yet. */
  const catalogue = async () => {
    await forgetPublicRows(cluster.redis);
    await cluster.replace(0);
    const minted = await cluster.panel.calls('token:jwt-bearer');
    const { status } = await createVisitor(cluster.appUrl).ask('/api/catalogue');
    return { status, minted: (await cluster.panel.calls('token:jwt-bearer')) - minted };
  };

  it.each([-1, 1])('#49 by %i minute lets people sign in, and the server too', async (minutes) => {
    // Without a margin of its own: all that lets it pass is what the server allows for.
    await cluster.panel.settings({ idTokenSeconds: 10 });
    clock.set({ minutes });
    const { visitor, page } = await signedIn();
    expect(page.status).toBe(200);
    expect(await visitor.whoAmI()).toBe('ada@northwind.example');
    expect(await visitor.orders()).toEqual(signedInOutcome);
    expect(await catalogue()).toEqual({ status: 200, minted: 1 });
  });

  it('#49 by two minutes ahead is named in the log as what it is', async () => {
    await cluster.panel.settings({ idTokenSeconds: 10 });
    clock.set({ minutes: 2 });
    const { visitor, page } = await signedIn();
    expect([page.status, page.body]).toEqual([502, expect.stringContaining('Code clock_off')]);
    expect(await visitor.whoAmI()).toBeUndefined();
    await expect.poll(cluster.log).toMatch(/"event":"sign_in_refused".*"code":"clock_off".*NTP/);
  });

  it('#49 by two minutes behind: the server cannot sign in, and the log names it', async () => {
    clock.set({ minutes: -2 });
    expect(await catalogue()).toEqual({ status: 503, minted: 1 });
    await expect.poll(cluster.log).toMatch(/"event":"integration_grant".*"code":"clock_off".*NTP/);
  });
});
