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

it('the page of a refusal names all that a browser would load for it, and its policy allows that', async () => {
  await product.panel.faults({ path: '/token', status: 503, body: '<html>' });
  try {
    const jar = new CookieJar();
    const page = await signIn(jar, product.appUrl, 'mia@store.example');
    const links = [...page.body.matchAll(/<link rel="(\w+)" href="([^"]+)">/g)];
    // Without an icon of its own a browser would ask for /favicon.ico, which is the application's to have.
    expect(links.map(([, rel]) => rel)).toEqual(['stylesheet', 'icon']);
    for (const [, , href] of links) {
      const { protocol } = new URL(String(href), product.appUrl);
      if (protocol === 'data:') {
        expect(page.headers.get('content-security-policy')).toMatch(/img-src [^;]*data:/);
      } else {
        const loaded = await jar.request(new URL(String(href), product.appUrl));
        expect(loaded.status).toBe(200);
      }
    }
  } finally {
    await product.panel.faults();
  }
});
