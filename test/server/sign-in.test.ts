import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const at = (path: string) => new URL(path, product.appUrl);
const bff = { headers: { 'X-BFF': '1' } };
const whoAmI = async (jar: CookieJar) => JSON.parse((await jar.request(at('/auth/session'))).body);

/** Goes to Salesforce's form and stops there. */
async function setOut(jar: CookieJar, path = '/auth/login') {
  const answer = await jar.request(at(path));
  return { answer, authorize: new URL(answer.headers.get('location') ?? 'none:') };
}

describe('GET /auth/login', () => {
  it('asks for a code with PKCE, state and nonce, fresh each time', async () => {
    const attempts = await Promise.all([1, 2].map(() => setOut(new CookieJar())));
    const [one, two] = attempts.map(({ authorize }) => authorize.searchParams);
    expect(attempts[0]?.answer.status).toBe(302);
    expect(attempts[0]?.answer.headers.get('cache-control')).toBe('no-store');
    expect(Object.fromEntries(one ?? [])).toMatchObject({
      response_type: 'code',
      redirect_uri: `${product.appUrl}/auth/callback`,
      scope: 'api refresh_token openid',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one?.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(one?.get(name)).not.toBe(two?.get(name));
    }
  });

  it('keeps the attempt in a sealed, Lax, HttpOnly cookie of ten minutes', async () => {
    const { answer, authorize } = await setOut(new CookieJar());
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^sign-in\..*; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain(authorize.searchParams.get('state') as string);
    expect(cookie).not.toContain(authorize.searchParams.get('nonce') as string);
    expect(cookie.length).toBeLessThan(1_000);
  });

  it('keeps at most five attempts', async () => {
    const jar = new CookieJar();
    for (let i = 0; i < 20; i++) await setOut(jar);
    expect(jar.cookieHeader(at('/auth/callback')).split('; ')).toHaveLength(5);
  });

  it.each([
    ['a prefetch', { 'Sec-Purpose': 'prefetch' }, 403],
    ['a prerender', { 'Sec-Purpose': 'prefetch;prerender' }, 403],
    ['another site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'document' }, 303],
    ['a neighbour', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Dest': 'document' }, 303],
    ['a frame', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'iframe' }, 303],
    ['an image', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'image' }, 303],
  ])('starts nothing for %s', async (_, headers, status) => {
    const answer = await new CookieJar().request(at('/auth/login?returnTo=/orders'), { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.getSetCookie()).toEqual([]);
    if (status === 303) expect(answer.headers.get('location')).toBe('/orders');
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

  it('sets a Strict, HttpOnly cookie without Domain, new at every sign-in', async () => {
    const jar = new CookieJar();
    await signIn(jar, product.appUrl, 'ada@northwind.example');
    const before = jar.copy();
    await signIn(jar, product.appUrl, 'ada@northwind.example');
    const set = jar.exchanges.flatMap(
      ({ headers }) => headers.match(/^set-cookie: session=.*$/gm) ?? [],
    );
    expect(set).toHaveLength(2);
    expect(set[0]).not.toBe(set[1]);
    for (const line of set) expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await whoAmI(jar)).user.username).toBe('ada@northwind.example');
    // The session in the browser before it set out is over, although its cookie did not come along.
    expect(await whoAmI(before)).toEqual({ user: null });
    expect((await before.request(at('/api/myOrders'), bff)).status).toBe(401);
  });

  it('ends the session of whoever signed in before in the same browser', async () => {
    const jar = new CookieJar();
    await signIn(jar, product.appUrl, 'sam@store.example');
    const before = jar.copy();
    await jar.open(new URL('/services/auth/idp/oidc/logout', product.orgUrl));
    await signIn(jar, product.appUrl, 'grace@contoso.example');
    expect((await whoAmI(jar)).user.username).toBe('grace@contoso.example');
    expect(await whoAmI(before)).toEqual({ user: null });
  });

  it('succeeds in two tabs that set out at once', async () => {
    const jar = new CookieJar();
    const first = await setOut(jar);
    await signIn(jar, product.appUrl, 'ada@northwind.example');
    // Signed in to the org by now, the first tab is sent straight back.
    const page = await jar.open(first.authorize);
    expect(page.url.href).toBe(at('/').href);
    expect((await whoAmI(jar)).user.username).toBe('ada@northwind.example');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/auth/login'])(
    'comes back to the start page instead of %s',
    async (returnTo) => {
      const page = await signIn(new CookieJar(), product.appUrl, 'ada@northwind.example', {
        returnTo,
      });
      expect(page.url.href).toBe(at('/').href);
    },
  );

  it('says what happened when the person does not allow access', async () => {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, 'alan@northwind.example', { decision: 'deny' });
    expect(page.status).toBe(403);
    expect(page.body).toContain('You did not allow access');
    expect(page.body).toContain('/auth/login?returnTo=');
    expect(await whoAmI(jar)).toEqual({ user: null });
    expect(product.log()).toContain('"code":"access_denied"');
  });

  it('lets nobody in with a wrong password', async () => {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, 'ada@northwind.example', { password: 'wrong' });
    expect(page.url.origin).toBe(product.orgUrl);
    expect(await whoAmI(jar)).toEqual({ user: null });
  });
});

describe('GET /auth/callback', () => {
  const callbackOf = (jar: CookieJar) =>
    at(jar.exchanges.findLast(({ url }) => url.includes('/auth/callback'))?.url ?? '');

  it('goes to the page when it is played again, signed in or not', async () => {
    const jar = new CookieJar();
    await signIn(jar, product.appUrl, 'ada@northwind.example');
    for (const browser of [jar, new CookieJar()]) {
      const answer = await browser.request(callbackOf(jar));
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect((await whoAmI(jar)).user.username).toBe('ada@northwind.example');
  });

  it('does not sign in a browser with the code of another', async () => {
    const attacker = new CookieJar();
    const { authorize } = await setOut(attacker);
    // Signed in to the org already, the attacker gets a code and stops before using it.
    await signIn(attacker, product.appUrl, 'ada@northwind.example');
    const answer = await attacker.request(authorize);
    const callback = new URL(answer.headers.get('location') ?? '');
    expect(callback.searchParams.get('code')).toBeTruthy();
    const victim = new CookieJar();
    await setOut(victim);
    expect((await victim.request(callback)).headers.get('location')).toBe('/');
    expect(await whoAmI(victim)).toEqual({ user: null });
  });

  it('uses a code once, also when the browser sends it twice at the same time', async () => {
    const jar = new CookieJar();
    const { authorize } = await setOut(jar);
    const other = new CookieJar();
    await signIn(other, product.appUrl, 'ada@northwind.example');
    // Signed in to the org in another tab meanwhile, the first is sent straight back with a code.
    const { headers } = await other.request(authorize);
    const callback = new URL(headers.get('location') ?? '');
    const answers = await Promise.all([jar.request(callback), jar.copy().request(callback)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await whoAmI(jar)).user?.username).toBe('ada@northwind.example');
    expect((await jar.request(at('/api/myOrders'), bff)).status).toBe(200);
  });

  it.each(['', '?state=', '?state=a&state=b', '?code=x'])('refuses %j', async (search) => {
    const answer = await new CookieJar().request(at(`/auth/callback${search}`));
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body).code).toBe('invalid_input');
  });

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

  it('refuses the answer of another issuer', async () => {
    const jar = new CookieJar();
    const { authorize } = await setOut(jar);
    const state = authorize.searchParams.get('state');
    const answer = await jar.request(
      at(`/auth/callback?code=x&state=${state}&iss=https://evil.example`),
    );
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await whoAmI(jar)).toEqual({ user: null });
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

it('was a day without an internal error', () => {
  expect(product.log()).toContain('"event":"sign_in"');
  expect(product.log()).not.toContain('"code":"internal"');
});
