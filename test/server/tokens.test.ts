import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
const jars: CookieJar[] = [];
beforeAll(async () => {
  product = await startProduct({ settings: { LOG_LEVEL: 'trace' } });
});
afterAll(() => product.stop());
afterEach(async () => {
  await product.panel.faults();
  await product.panel.settings({ rotateRefreshTokens: false });
});

const refreshes = () => product.panel.calls('token:refresh_token');
const queries = () => product.panel.calls('GET /query');
const signedIn = async (username = 'ada@northwind.example') => {
  const jar = new CookieJar();
  jars.push(jar);
  await signIn(jar, product.appUrl, username);
  return jar;
};
const orders = async (jar: CookieJar) => {
  const url = new URL('/api/myOrders', product.appUrl);
  const { status, body } = await jar.request(url, { headers: { 'X-BFF': '1' } });
  return { status, code: JSON.parse(body).code };
};
const expireAccess = () => product.panel.expire('access');
const ok = { status: 200, code: undefined };

describe('a dead access token', () => {
  it('is renewed once for fifty requests at the same time', async () => {
    const jar = await signedIn();
    await expireAccess();
    const before = await refreshes();
    const answers = await Promise.all(Array.from({ length: 50 }, () => orders(jar)));
    expect(answers).toEqual(Array.from({ length: 50 }, () => ok));
    expect((await refreshes()) - before).toBe(1);
  });

  it('is renewed once for two browsers of one person', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    await expireAccess();
    const before = await refreshes();
    expect(await Promise.all([orders(one), orders(two)])).toEqual([ok, ok]);
    expect((await refreshes()) - before).toBe(1);
  });

  it('is renewed again and again where Salesforce rotates refresh tokens', async () => {
    await product.panel.settings({ rotateRefreshTokens: true });
    const jar = await signedIn();
    for (let i = 0; i < 3; i++) {
      await expireAccess();
      expect(await Promise.all([orders(jar), orders(jar)])).toEqual([ok, ok]);
    }
  });

  it('leads to one renewal and one more try, never a loop', async () => {
    const jar = await signedIn();
    const body = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
    await product.panel.faults({ path: '/query', status: 401, body });
    const [renewals, asked] = [await refreshes(), await queries()];
    expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
    expect((await refreshes()) - renewals).toBe(1);
    expect((await queries()) - asked).toBe(2);
    await product.panel.faults();
    expect(await orders(jar)).toEqual(ok);
  });
});

describe('a refresh that Salesforce says is under way already', () => {
  const busy = {
    path: '/services/oauth2/token',
    status: 400,
    body: {
      error: 'invalid_grant',
      error_description: 'token request is already being processed',
    },
  };

  it('is waited for and tried again', async () => {
    const jar = await signedIn();
    await expireAccess();
    await product.panel.faults({ ...busy, times: 1 });
    expect(await orders(jar)).toEqual(ok);
  });

  it('signs nobody out however long it lasts', async () => {
    const jar = await signedIn();
    await expireAccess();
    await product.panel.faults(busy);
    expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
    await product.panel.faults();
    expect(await orders(jar)).toEqual(ok);
  });
});

describe('a dead refresh token', () => {
  it('ends the session, and a new sign-in heals it', async () => {
    const jar = await signedIn();
    await product.panel.expire('refresh');
    await expireAccess();
    expect(await orders(jar)).toEqual({ status: 401, code: 'session_expired' });
    const session = await jar.request(new URL('/auth/session', product.appUrl));
    expect(JSON.parse(session.body)).toEqual({ user: null });
    await signIn(jar, product.appUrl, 'ada@northwind.example');
    expect(await orders(jar)).toEqual(ok);
  });
});

describe('a token endpoint in trouble', () => {
  it.each([
    ['answers 503', { status: 503 }],
    ['refuses the client', { status: 400, body: { error: 'invalid_client' } }],
    ['cuts the line', { drop: 'before' }],
  ])('that %s signs nobody out', async (_, fault) => {
    const jar = await signedIn();
    await expireAccess();
    await product.panel.faults({ path: '/services/oauth2/token', ...fault });
    expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
    await product.panel.faults();
    expect(await orders(jar)).toEqual(ok);
  });
});

describe('an API in trouble', () => {
  it.each([
    [
      'is down',
      { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'x' }] },
      'salesforce_unavailable',
    ],
    ['answers a page', { status: 200, body: '<html>maintenance</html>' }, 'salesforce_unavailable'],
    ['cuts the line', { drop: 'before' }, 'salesforce_unavailable'],
    [
      'stops in the middle of an answer',
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"totalSize":1,"done":true,"rec',
      },
      'salesforce_unavailable',
    ],
    ['answers something else', { status: 200, body: { hello: 1 } }, 'salesforce_unavailable'],
    [
      'takes no more requests',
      {
        status: 403,
        body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
      },
      'salesforce_limit',
    ],
  ])('that %s is named so', async (_, fault, code) => {
    const jar = await signedIn();
    await product.panel.faults({ path: '/query', ...fault });
    expect(await orders(jar)).toEqual({ status: 503, code });
  });
});

describe('an API that misleads', () => {
  it('is not followed to another host', async () => {
    const elsewhere = createServer((request, response) => {
      visitors.push(request.headers.authorization);
      response.end('[]');
    }).listen(0, '127.0.0.1');
    const visitors: unknown[] = [];
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const jar = await signedIn();
    try {
      const location = `http://127.0.0.1:${port}/services/data/v66.0/query`;
      await product.panel.faults({ path: '/query', status: 302, headers: { location } });
      expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
      const nextRecordsUrl = `${location}/01g`;
      const body = { totalSize: 2, done: false, nextRecordsUrl, records: [] };
      await product.panel.faults({ path: '/query', status: 200, body });
      expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
      expect(visitors).toEqual([]);
    } finally {
      elsewhere.close();
    }
  });

  it('is not asked for ever when it never says that this was all', async () => {
    const jar = await signedIn();
    const body = { totalSize: 5, done: false, records: [] };
    await product.panel.faults({ path: '/query', status: 200, body });
    const before = await queries();
    expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
    expect((await queries()) - before).toBeLessThanOrEqual(60);
  });

  it.each([
    ['another form of 401', { status: 401, body: { error: 'invalid_token' }, times: 1 }],
    ['a 401 without JSON', { status: 401, body: 'no', times: 1 }],
  ])('has its token renewed at %s', async (_, fault) => {
    const jar = await signedIn();
    await product.panel.faults({ path: '/query', ...fault });
    expect(await orders(jar)).toEqual(ok);
  });

  it('is not asked again for a person who has gone away', async () => {
    const jar = await signedIn();
    await product.panel.faults({
      path: '/query',
      delayMs: 800,
      status: 200,
      body: { totalSize: 5, done: false, records: [] },
    });
    const before = await queries();
    const url = new URL('/api/myOrders', product.appUrl);
    const gone = jar.request(url, { headers: { 'X-BFF': '1' }, signal: AbortSignal.timeout(200) });
    await expect(gone).rejects.toThrow();
    await delay(2_500);
    expect((await queries()) - before).toBe(1);
    // Somebody who leaves is no outage, and nobody is to be woken for it.
    expect(product.log()).toContain('"abandoned":true');
    expect(product.log()).not.toContain('AbortError');
  });
});

describe('a slow request', () => {
  it('does not bring a session back that was signed out meanwhile', async () => {
    const jar = await signedIn();
    const copied = jar.copy();
    await product.panel.faults({ path: '/query', delayMs: 1_000 });
    const slow = orders(copied);
    await delay(300);
    await jar.request(new URL('/auth/logout', product.appUrl), {
      method: 'POST',
      headers: { 'X-BFF': '1' },
    });
    await slow;
    expect(await orders(copied)).toEqual({ status: 401, code: 'session_expired' });
  });
});

describe('secrets', () => {
  it('reach no browser and no log', async () => {
    // A refresh, a sign-out and a sign-in that Salesforce refuses, beside all of the above.
    const jar = await signedIn('grace@contoso.example');
    await expireAccess();
    await orders(jar);
    await jar.request(new URL('/auth/logout', product.appUrl), {
      method: 'POST',
      headers: { 'X-BFF': '1' },
    });
    const secrets = await product.panel.secrets();
    expect(secrets.length).toBeGreaterThan(20);
    const received = jars.map((each) => each.received('localhost')).join('\n');
    expect(received).toContain('Northwind');
    expect(product.log()).toContain('"event":"refresh"');
    const leaked = secrets.filter(
      (secret) => received.includes(secret) || product.log().includes(secret),
    );
    expect(leaked).toEqual([]);
    // Nor an id of a session, a state or a verifier in the log.
    for (const each of jars) {
      const cookie = each.cookieHeader(new URL(product.appUrl));
      const id = decodeURIComponent(cookie).match(/s:([\w-]+)\./)?.[1];
      if (id !== undefined) expect(product.log()).not.toContain(id);
    }
  });
});
