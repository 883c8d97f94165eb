import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsProduct, startHttpsProduct } from '../https-product.ts';

let shop: HttpsProduct;
beforeAll(async () => {
  shop = await startHttpsProduct();
});
afterAll(() => shop.stop());

/** Addresses of every kind: a page, a file, answers, problems, a redirect, what is not there. */
const addresses = [
  '/',
  '/orders',
  '/favicon.svg',
  '/healthz',
  '/auth/session',
  '/auth/login',
  '/auth/callback',
  '/auth/page.css',
  '/api/catalogue',
  '/api/nothing',
  '/%',
];

async function headersOf(path: string): Promise<Headers> {
  const { headers } = await shop.ask(path, { 'X-BFF': '1' });
  return headers;
}

const directivesOf = (policy: string) =>
  new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name, values.join(' ')];
    }),
  );

describe('the headers of every answer', () => {
  it.each(addresses)('#63 have a policy that lets nothing foreign in: %s', async (path) => {
    const policy = (await headersOf(path)).get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe|\*|https?:(?!\/)|strict-dynamic|nonce-|blob:/);
    const directives = directivesOf(policy);
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toBe("'self'");
    expect(directives.get('connect-src')).toBe("'self'");
    for (const name of ['object-src', 'base-uri', 'frame-ancestors', 'form-action']) {
      expect([name, directives.get(name)]).toEqual([name, "'none'"]);
    }
    expect(directives.get('require-trusted-types-for')).toBe("'script'");
    expect(directives.get('trusted-types')).toBe("'none'");
  });

  it.each(addresses)('#64 keep to https, guess no types and tell nobody: %s', async (path) => {
    const headers = await headersOf(path);
    const maxAge = /max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1];
    expect(Number(maxAge)).toBeGreaterThanOrEqual(31_536_000);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer|strict-origin)/);
    expect(headers.get('x-frame-options')).toMatch(/^deny$/i);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });
});
