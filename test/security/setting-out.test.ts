import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor } from './visitor.ts';

const clientSecret = 'a secret that no app has';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    settings: { SALESFORCE_CLIENT_SECRET: clientSecret, RATE_LIMIT_SIGN_IN: '10000' },
  });
});
afterAll(() => product.stop());

const visitor = () => createVisitor(product.appUrl);

describe('setting out', () => {
  it('#26 asks for a code, and for nothing in the address that a browser could use', async () => {
    const { authorize } = await visitor().setOut();
    expect(authorize.searchParams.get('response_type')).toBe('code');
    expect(authorize.searchParams.get('redirect_uri')).toBe(`${product.appUrl}/auth/callback`);
    expect(authorize.search).not.toContain(clientSecret);
  });

  it.each([
    ['#27 has a fresh S256 challenge every time', 'code_challenge'],
    ['#28 has a random state every time', 'state'],
    ['#29 has a random nonce every time', 'nonce'],
  ])('%s', async (_, name) => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => visitor().setOut()));
    const values = attempts.map(({ authorize }) => authorize.searchParams.get(name));
    expect(new Set(values).size).toBe(20);
    for (const value of values) expect(value).toMatch(/^[\w-]{43}$/);
    for (const { authorize } of attempts) {
      expect(authorize.searchParams.get('code_challenge_method')).toBe('S256');
    }
  });

  it('#35 asks for no more than it needs', async () => {
    const { authorize } = await visitor().setOut();
    expect(authorize.searchParams.getAll('scope')).toEqual(['api refresh_token openid']);
  });

  it('#39 keeps five attempts of fifty, ten minutes each, and all fit into a request', async () => {
    const browser = visitor();
    for (let attempts = 0; attempts < 50; attempts += 1) {
      const { answer } = await browser.setOut(`/auth/login?returnTo=/${'%22'.repeat(499)}`);
      expect(answer.status).toBe(302);
      const [newest = ''] = answer.headers.getSetCookie().slice(-1);
      expect(newest).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    }
    const cookies = browser.jar.cookieHeader(browser.url('/auth/callback'));
    expect(cookies.match(/\bsign-in\./g)).toHaveLength(5);
    expect((await browser.ask('/auth/session')).status).toBe(200);
  });

  it.each(['prefetch', 'prefetch;prerender', 'prefetch;anonymous-client-ip'])(
    '#40 is not done by a browser that reads ahead (%s)',
    async (purpose) => {
      for (const header of ['Sec-Purpose', 'Purpose']) {
        const answer = await visitor().ask('/auth/login', { headers: { [header]: purpose } });
        expect(answer.status).toBe(403);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    },
  );

  it.each([
    ['another site', 'cross-site', 'document'],
    ['a neighbour', 'same-site', 'document'],
    ['a frame', 'same-origin', 'iframe'],
    ['an image', 'same-origin', 'image'],
    ['a script', 'same-origin', 'empty'],
    ['another site’s frame', 'cross-site', 'frame'],
  ])('#41 is not done for %s: the page decides', async (_, site, destination) => {
    const headers = { 'Sec-Fetch-Site': site, 'Sec-Fetch-Dest': destination };
    const answer = await visitor().ask('/auth/login?returnTo=/orders', { headers });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/orders']);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it.each([
    ['our own page', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Dest': 'document' }],
    ['somebody who types the address', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Dest': 'document' }],
  ])('#41 is done for %s', async (_, headers) => {
    const answer = await visitor().ask('/auth/login', { headers });
    expect([answer.status, answer.headers.getSetCookie().length]).toEqual([302, 1]);
  });
});
