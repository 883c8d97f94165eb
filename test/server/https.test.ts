import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsProduct, startHttpsProduct } from '../https-product.ts';
import { rawExchange } from '../raw-exchange.ts';

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

describe('what came to the proxy by http', () => {
  const byHttp = { 'X-Forwarded-Proto': 'http' };
  const send = (method: string, path: string) =>
    fetch(shop.insideUrl + path, {
      method,
      redirect: 'manual',
      headers: { ...byHttp, 'X-BFF': '1', 'Content-Type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
  /** The address that a request as it is written here is sent to. */
  async function redirectOf(target: string, headers = ''): Promise<string | undefined> {
    const answer = await rawExchange(
      shop.insideUrl,
      `GET ${target} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Proto: http\r\n${headers}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 308 /);
    return /^location: (.*)\r$/im.exec(answer)?.[1];
  }

  it.each([
    ['GET', '/'],
    ['GET', '/orders/801000000000000?from=a%20b&to=%2F'],
    ['HEAD', '/favicon.svg'],
    ['GET', '/api/catalogue?search=jacket'],
    ['GET', '/auth/login?returnTo=/orders'],
    ['GET', '/nothing/there.js'],
  ])('is sent to the same address by https: %s %s', async (method, path) => {
    const answer = await send(method, path);
    expect([answer.status, answer.headers.get('location')]).toEqual([308, shop.appUrl + path]);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  it.each([
    ['POST', '/api/placeOrder'],
    ['POST', '/auth/logout'],
    ['PUT', '/'],
    ['DELETE', '/favicon.svg'],
    ['OPTIONS', '/api/myOrders'],
  ])('is refused where it may have carried something: %s %s', async (method, path) => {
    const answer = await send(method, path);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const { code, detail } = (await answer.json()) as { code: string; detail: string };
    expect([code, detail]).toEqual(['forbidden', expect.stringContaining('https')]);
  });

  it.each([
    ['//evil.example/path', '//evil.example/path'],
    ['/\\evil.example', '/%5Cevil.example'],
    ['/@evil.example', '/@evil.example'],
    ['http://evil.example/path', '/'],
    ['https://evil.example', '/'],
  ])('is never sent to another host: %s', async (target, path) => {
    const location = (await redirectOf(target)) ?? '';
    expect(location.replace(/%5c|\\/gi, '%5C')).toBe(shop.appUrl + path);
    expect(new URL(location).host).toBe(new URL(shop.appUrl).host);
  });

  it('is sent to APP_URL whatever host the request names', async () => {
    const forged = 'X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n';
    expect(await redirectOf('/orders', forged)).toBe(`${shop.appUrl}/orders`);
  });

  it('is what the proxy says first, if there are several', async () => {
    const statusOf = async (said: string) =>
      (await shop.ask('/orders', { 'X-Forwarded-Proto': said })).status;
    expect(await statusOf('http, https')).toBe(308);
    expect(await statusOf('HTTP')).toBe(308);
    expect(await statusOf('https, http')).toBe(200);
    expect(await statusOf('httpsome')).toBe(200);
  });

  it.each(['/healthz', '/readyz'])('is answered all the same at %s', async (path) => {
    expect((await send('GET', path)).status).toBe(200);
    // A probe comes without a proxy.
    expect((await fetch(shop.insideUrl + path)).status).toBe(200);
  });

  it('is not taken for granted where nobody says so', async () => {
    expect((await fetch(`${shop.insideUrl}/orders`, { redirect: 'manual' })).status).toBe(200);
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
      // Redirected to https, a browser would come back here for ever.
      expect((await narrow.ask('/orders')).status).toBe(200);
    } finally {
      await narrow.stop();
    }
  });
});
