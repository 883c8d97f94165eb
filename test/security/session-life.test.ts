import { setTimeout as delay } from 'node:timers/promises';
import { sign } from 'cookie-signature';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createSessionCookie,
  newSessionId,
  sessionKey,
} from '../../server/bff/session/session-cookie.ts';
import { type Cluster, startCluster } from '../cluster.ts';
import { createVisitor, expiredOutcome, signedInOutcome } from './visitor.ts';

let cluster: Cluster;
let otherUrl: string;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2 });
  otherUrl = cluster.members[1]?.url ?? '';
});
afterAll(() => cluster.stop());
afterEach(async () => {
  await cluster.panel.faults();
  await cluster.panel.settings({ rotateRefreshTokens: false });
});

async function signedIn(username: string) {
  const visitor = createVisitor(cluster.appUrl);
  await visitor.signIn(username);
  return visitor;
}

/** A cookie as the server itself would sign it. */
function signedCookie(id: string): string {
  const secrets = (cluster.settings.SESSION_SECRET ?? '').split(',');
  const [key = ''] = createSessionCookie({ secrets, secure: false }).signatureKeys;
  return encodeURIComponent(`s:${sign(id, key)}`);
}

describe('a session id', () => {
  it('#6 is 256 random bits', () => {
    const ids = Array.from({ length: 10_000 }, newSessionId);
    expect(new Set(ids).size).toBe(ids.length);
    const ones = new Uint32Array(256);
    for (const id of ids) {
      const bytes = Buffer.from(id, 'base64url');
      expect(bytes).toHaveLength(32);
      for (let bit = 0; bit < 256; bit += 1) {
        ones[bit] = (ones[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
      }
    }
    // Each bit is set in half of them: 5,000, give or take eight standard deviations.
    expect(Math.min(...ones)).toBeGreaterThan(4_600);
    expect(Math.max(...ones)).toBeLessThan(5_400);
  });

  it('#6 is what the cookie carries', async () => {
    const ids = [await signedIn('sam@store.example'), await signedIn('sam@store.example')].map(
      (sam) => sam.sessionId(),
    );
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[\w-]{43}$/);
  });
});

describe('signing in', () => {
  it('#7 has a new id every time, also for somebody who is signed in', async () => {
    const ada = createVisitor(cluster.appUrl);
    const ids: unknown[] = [];
    for (const username of ['ada@northwind.example', 'ada@northwind.example']) {
      await ada.signIn(username);
      expect(await ada.whoAmI()).toBe(username);
      ids.push(ada.sessionId());
    }
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['of the attacker’s own', () => 'chosen-by-somebody'],
    ['that the server could have signed', () => signedCookie(newSessionId())],
  ])('#7 does not take up an id %s', async (_, cookie) => {
    const planted = cookie();
    const victim = createVisitor(cluster.appUrl);
    // Lax, so that it comes along to the callback, where ours would not.
    victim.jar.plant(victim.url('/'), `session=${planted}; Path=/; SameSite=Lax`);
    const attacker = victim.copied();
    await victim.signIn('ada@northwind.example');
    expect(await victim.whoAmI()).toBe('ada@northwind.example');
    expect(victim.jar.cookie(victim.url('/'), 'session')).not.toBe(planted);
    expect(await attacker.whoAmI()).toBeUndefined();
    expect((await attacker.orders()).status).toBe(401);
  });

  it('#8 ends the session that the browser had, although its Strict cookie did not come along', async () => {
    const grace = await signedIn('grace@contoso.example');
    const before = grace.copied();
    await grace.jar.open(new URL('/auth/login', otherUrl));
    expect(await grace.orders()).toEqual(signedInOutcome);
    for (const url of [cluster.appUrl, otherUrl]) {
      expect(await before.at(url).orders()).toEqual(expiredOutcome);
      expect(await before.at(url).whoAmI()).toBeUndefined();
    }
  });

  it('#8 ends the session of whoever signed in before in the same browser', async () => {
    const browser = await signedIn('sam@store.example');
    const before = browser.copied();
    await browser.jar.open(new URL('/services/auth/idp/oidc/logout', cluster.orgUrl));
    await browser.signIn('grace@contoso.example');
    expect(await browser.whoAmI()).toBe('grace@contoso.example');
    expect(await before.orders()).toEqual(expiredOutcome);
  });
});

describe('an id that the server has not given', () => {
  it.each([
    ['bare', () => newSessionId(), 'not_signed_in'],
    [
      'with a wrong signature',
      () => encodeURIComponent(`s:${newSessionId()}.AAAA`),
      'not_signed_in',
    ],
    ['signed by another key', () => encodeURIComponent(`s:${sign('x', 'y')}`), 'not_signed_in'],
    ['signed as the server signs', () => signedCookie(newSessionId()), 'session_expired'],
    ['signed, of nothing', () => signedCookie(''), 'session_expired'],
  ])('#9 is nobody’s, %s', async (_, cookie, code) => {
    const nobody = createVisitor(cluster.appUrl);
    nobody.jar.plant(nobody.url('/'), `session=${cookie()}; Path=/`);
    expect(await nobody.orders()).toEqual({ status: 401, code });
    expect(await nobody.session()).toEqual({ user: null });
    expect((await nobody.ask('/auth/sessions')).status).toBe(401);
    // Asking has not made it a session either.
    expect(await nobody.orders()).toEqual({ status: 401, code });
  });
});

describe('a slow request whose session is signed out in another process meanwhile', () => {
  const keysOf = async (pattern: string) =>
    (await cluster.redis.ask('KEYS', pattern)).split('\r\n').filter((line) => /^bff:/.test(line));

  it('#11 does not bring the session back', async () => {
    const ada = await signedIn('ada@northwind.example');
    const slow = ada.copied();
    const key = `bff:session:${sessionKey(ada.sessionId() ?? '')}`;
    // Its use is due to be noted.
    await cluster.redis.ask('HSET', key, 'lastSeenAt', String(Date.now() - 5 * 60_000));
    await cluster.panel.faults({ path: '/query', delayMs: 1_500 });
    const before = await cluster.panel.calls('GET /query');
    const answer = slow.orders();
    await expect.poll(() => cluster.panel.calls('GET /query')).toBe(before + 1);
    await ada.at(otherUrl).signOut();
    await answer;
    await cluster.panel.faults();
    for (const url of [cluster.appUrl, otherUrl]) {
      expect(await slow.at(url).orders()).toEqual(expiredOutcome);
    }
    expect(await keysOf(key)).toEqual([]);
  });

  it('#11 nor when it notes its use the moment after', { retry: 2 }, async () => {
    const ada = await signedIn('ada@northwind.example');
    const slow = ada.copied();
    const key = `bff:session:${sessionKey(ada.sessionId() ?? '')}`;
    await cluster.redis.ask('HSET', key, 'lastSeenAt', String(Date.now() - 5 * 60_000));
    // Redis goes on reading and lets what writes wait in line: the end of the session, then its use.
    await cluster.redis.ask('CLIENT', 'PAUSE', '5000', 'WRITE');
    const signedOut = ada.at(otherUrl).signOut();
    await delay(150);
    const answer = slow.orders();
    await delay(150);
    await cluster.redis.ask('CLIENT', 'UNPAUSE');
    expect((await signedOut).status).toBe(200);
    await answer;
    expect(await keysOf(key)).toEqual([]);
    expect(await slow.orders()).toEqual(expiredOutcome);
  });

  it.each([false, true])('#11 nor the grant, when it refreshes (rotation: %s)', async (rotates) => {
    await cluster.panel.settings({ rotateRefreshTokens: rotates });
    const mia = await signedIn('mia@store.example');
    const slow = mia.copied();
    const { user } = await mia.session();
    await cluster.panel.expire('access');
    await cluster.panel.faults({ path: '/services/oauth2/token', delayMs: 1_500 });
    const before = await cluster.panel.calls('token:refresh_token');
    const answer = slow.orders();
    await expect.poll(() => cluster.panel.calls('token:refresh_token')).toBe(before + 1);
    expect(await keysOf(`bff:grant:*${user?.id}`)).toHaveLength(1);
    await mia.at(otherUrl).signOut();
    expect(await answer).toEqual(expiredOutcome);
    await delay(200);
    expect(await keysOf(`bff:grant:*${user?.id}`)).toEqual([]);
    expect(await slow.at(otherUrl).orders()).toEqual(expiredOutcome);
  });
});
