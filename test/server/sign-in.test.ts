import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { wholeLog } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const at = (path: string) => new URL(path, product.appUrl);
const whoAmI = async (jar: CookieJar) => JSON.parse((await jar.request(at('/auth/session'))).body);

/** Goes to Salesforce's form and stops there. */
async function setOut(jar: CookieJar, path = '/auth/login') {
  const answer = await jar.request(at(path));
  return { answer, authorize: new URL(answer.headers.get('location') ?? 'none:') };
}

describe('GET /auth/login', () => {
  it('keeps the attempt in a sealed, Lax, HttpOnly cookie of ten minutes', async () => {
    const { answer, authorize } = await setOut(new CookieJar());
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^sign-in\..*; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(authorize.searchParams.get('state') as string);
    expect(cookie).not.toContain(authorize.searchParams.get('nonce') as string);
    expect(cookie.length).toBeLessThan(1_000);
  });
});

describe('signing in', () => {
  it('ends where it began, with the user and no token in what the page gets', async () => {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, 'ada@northwind.example', {
      returnTo: '/orders?status=Draft',
    });
    expect(page.url.href).toBe(`${product.appUrl}/orders?status=Draft`);
    const session = await whoAmI(jar);
    expect(session.user).toEqual({
      id: expect.stringMatching(/^005\w{15}$/),
      organizationId: expect.stringMatching(/^00D\w{15}$/),
      username: 'ada@northwind.example',
      name: 'Ada Lovelace',
      email: 'ada@northwind.example',
    });
    expect(Date.parse(session.idleExpiresAt)).toBeGreaterThan(Date.now() + 29 * 60_000);
    expect(Date.parse(session.expiresAt)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    expect(jar.cookieHeader(at('/'))).toMatch(/^session=[^;]+$/);
  });

  it('says what happened when the person does not allow access', async () => {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, 'alan@northwind.example', { decision: 'deny' });
    expect(page.status).toBe(403);
    expect(page.body).toContain('You did not allow access');
    expect(page.body).toContain('/auth/login?returnTo=');
    expect(await whoAmI(jar)).toEqual({ user: null });
    await expect.poll(product.log).toContain('"code":"access_denied"');
  });

  it('lets nobody in with a wrong password', async () => {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, 'ada@northwind.example', { password: 'wrong' });
    expect(page.url.origin).toBe(product.orgUrl);
    expect(await whoAmI(jar)).toEqual({ user: null });
  });
});

describe('GET /auth/callback', () => {
  it.each(['x', 'a b;c=d', '<script>', '%00', 'é'.repeat(30), 'a'.repeat(5000)])(
    'makes nothing of the state %j',
    async (state) => {
      const answer = await new CookieJar().request(
        at(`/auth/callback?code=x&state=${encodeURIComponent(state)}`),
      );
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    },
  );

  it('explains a code that Salesforce does not take', async () => {
    const jar = new CookieJar();
    const { authorize } = await setOut(jar);
    const state = authorize.searchParams.get('state');
    const answer = await jar.request(at(`/auth/callback?code=aPrxForged&state=${state}`));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.body).toContain('Signing in took too long');
    expect(answer.body).not.toContain('aPrxForged');
  });
});

describe('other methods and addresses', () => {
  it.each([
    ['HEAD', '/auth/login', 'GET'],
    ['HEAD', '/auth/callback', 'GET'],
    ['POST', '/auth/login', 'GET'],
    ['POST', '/auth/callback', 'GET'],
    ['DELETE', '/auth/session', 'GET'],
    ['GET', '/auth/session/extend', 'POST'],
    ['GET', '/auth/logout', 'POST'],
    ['PUT', '/auth/logout', 'POST'],
  ])('%s %s is 405', async (method, path, allow) => {
    const answer = await new CookieJar().request(at(path), { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    if (method !== 'HEAD') expect(JSON.parse(answer.body).code).toBe('method_not_allowed');
  });

  it.each(['/auth', '/auth/', '/auth/x', '/auth/login/', '/auth/Login', '/auth/../auth/x'])(
    '%s is a problem, never the page',
    async (path) => {
      const answer = await new CookieJar().request(at(path));
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.body).code).toBe('not_found');
    },
  );
});

it('was a day without an internal error', async () => {
  const log = await wholeLog(product);
  expect(log).toContain('"event":"sign_in"');
  expect(log).not.toContain('"code":"internal"');
});
