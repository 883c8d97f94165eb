import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionAnswer } from '../../server/bff/index.ts';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings: { SESSION_IDLE_MINUTES: '5', SESSION_MAX_HOURS: '1' } });
});
afterAll(() => product.stop());

const bff = { 'X-BFF': '1' };

async function ask(jar: CookieJar, path: string, init?: RequestInit) {
  const { status, body } = await jar.request(new URL(path, product.appUrl), init);
  return { status, json: JSON.parse(body) };
}
const extend = (jar: CookieJar, headers: Record<string, string> = bff) =>
  ask(jar, '/auth/session/extend', { method: 'POST', headers });

async function signedIn(): Promise<CookieJar> {
  const jar = new CookieJar();
  await signIn(jar, product.appUrl, 'ada@northwind.example');
  return jar;
}

/** Milliseconds until a time, by the server's clock. */
function left(answer: SessionAnswer, end: 'idleExpiresAt' | 'expiresAt'): number {
  if (answer.user === null) throw new Error('Nobody is signed in');
  return Date.parse(answer[end]) - Date.parse(answer.answeredAt);
}

describe('POST /auth/session/extend', () => {
  it('begins the idle time anew, and moves nothing else', async () => {
    const jar = await signedIn();
    await delay(300);
    const { json: before } = await ask(jar, '/auth/session');
    expect(left(before, 'idleExpiresAt')).toBeLessThanOrEqual(5 * 60_000 - 300);
    const { status, json } = await extend(jar);
    expect([status, json.user.username]).toEqual([200, 'ada@northwind.example']);
    // The answer is written a moment after the time began anew.
    expect(left(json, 'idleExpiresAt')).toBeGreaterThan(5 * 60_000 - 200);
    expect(json.idleSeconds).toBe(300);
    expect(json.expiresAt).toBe(before.expiresAt);
    const { json: after } = await ask(jar, '/auth/session');
    expect(after.idleExpiresAt).toBe(json.idleExpiresAt);
  });

  it.each([
    ['without X-BFF', {}],
    ['from another site', { ...bff, 'Sec-Fetch-Site': 'cross-site' }],
    ['with another origin', { ...bff, Origin: 'https://evil.example' }],
  ])('is refused %s, and moves nothing', async (_, headers) => {
    const jar = await signedIn();
    const { json: before } = await ask(jar, '/auth/session');
    const { status, json } = await extend(jar, headers as Record<string, string>);
    expect([status, json.code]).toEqual([403, 'csrf_rejected']);
    const { json: after } = await ask(jar, '/auth/session');
    expect(after.idleExpiresAt).toBe(before.idleExpiresAt);
  });

  it('brings nothing back', async () => {
    expect((await extend(new CookieJar())).json.code).toBe('not_signed_in');
    const jar = await signedIn();
    const copied = jar.copy();
    await ask(jar, '/auth/logout', { method: 'POST', headers: bff });
    expect((await extend(copied)).json.code).toBe('session_expired');
    expect((await ask(copied, '/auth/session')).json).toEqual({ user: null });
  });
});
