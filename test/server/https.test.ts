import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsProduct, startHttpsProduct } from '../https-product.ts';

let shop: HttpsProduct;
beforeAll(async () => {
  shop = await startHttpsProduct();
});
afterAll(() => shop.stop());

describe('behind a proxy that speaks https', () => {
  it('signs people in', async () => {
    const { callback } = await shop.signIn();
    expect([callback.status, callback.headers.get('location')]).toEqual([303, '/']);
    const [session = ''] = callback.headers.getSetCookie().filter((line) => /session=/.test(line));
    const [cookie = ''] = session.split(';');
    expect((await shop.ask('/api/myOrders', { cookie, 'X-BFF': '1' })).status).toBe(200);
    // The same id under the name that it has on http is no session.
    const plain = cookie.replace('__Host-Http-', '');
    expect((await shop.ask('/api/myOrders', { cookie: plain, 'X-BFF': '1' })).status).toBe(401);
  });

  it('tells browsers to use https for a year', async () => {
    const { headers } = await shop.ask('/');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });

  it('redirects by its own name, whatever the request says', async () => {
    const forged = { 'X-Forwarded-Host': 'evil.example', Host: 'evil.example' };
    const login = await shop.ask('/auth/login', forged);
    const redirectUri = new URL(login.headers.get('location') ?? '').searchParams.get(
      'redirect_uri',
    );
    expect(redirectUri).toBe(`${shop.appUrl}/auth/callback`);
  });
});

describe('with TRUST_PROXY=0', () => {
  it('believes nobody that says https, and says so before anybody types a password', async () => {
    const narrow = await startHttpsProduct({ TRUST_PROXY: '0' });
    try {
      const answer = await narrow.ask('/auth/login');
      expect(answer.status).toBe(500);
      expect(answer.headers.getSetCookie()).toEqual([]);
      await expect.poll(narrow.log).toContain('TRUST_PROXY');
    } finally {
      await narrow.stop();
    }
  });
});
