import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('SALESFORCE_ORG_ID', () => {
  it('keeps users of other organizations out', async () => {
    const narrow = await startProduct({ settings: { SALESFORCE_ORG_ID: '00D000000000001' } });
    try {
      const jar = new CookieJar();
      const page = await signIn(jar, narrow.appUrl, 'ada@northwind.example');
      expect(page.status).toBe(403);
      expect(page.body).toContain('Your organization is not the one');
      const session = await jar.request(new URL('/auth/session', narrow.appUrl));
      expect(JSON.parse(session.body)).toEqual({ user: null });
      await expect.poll(() => narrow.panel.calls('POST /revoke')).toBe(1);
    } finally {
      await narrow.stop();
    }
  });
});

describe('a Salesforce in trouble', () => {
  it.each([
    ['is slow to answer for tokens', { path: '/token', delayMs: 30_000, times: 1 }],
    ['answers 503 for tokens', { path: '/token', status: 503, body: '<html>' }],
    ['answers 503 for the user', { path: '/userinfo', status: 503, body: '<html>' }],
  ])('that %s is named as what it is, in time', async (_, fault) => {
    await product.panel.faults(fault);
    try {
      const jar = new CookieJar();
      const page = await signIn(jar, product.appUrl, 'mia@store.example');
      expect(page.status).toBe(503);
      expect(page.body).toContain('Salesforce cannot be reached');
      expect(
        JSON.parse((await jar.request(new URL('/auth/session', product.appUrl))).body),
      ).toEqual({ user: null });
    } finally {
      await product.panel.faults();
    }
  });
});
