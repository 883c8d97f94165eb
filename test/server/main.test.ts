import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNode } from '../processes/start-node.ts';
import { type Product, startProduct } from '../product.ts';

describe('npm start', () => {
  it('without configuration refuses in one message that lists every missing setting', async () => {
    const running = startNode(['server/main.ts'], {});
    expect(await running.exited).toMatchObject({ ok: false, reason: 'exit code 1' });
    for (const name of [
      'APP_URL',
      'SALESFORCE_LOGIN_URL',
      'SALESFORCE_CLIENT_ID',
      'SALESFORCE_CLIENT_SECRET',
      'SESSION_SECRET',
    ]) {
      expect(running.output()).toMatch(new RegExp(`^  - ${name} is missing`, 'm'));
    }
    expect(running.output()).not.toContain('    at ');
  });

  it('never repeats a value', async () => {
    const running = startNode(['server/main.ts'], { SESSION_SECRET: 'hunter2', PORT: 'ninety' });
    await running.exited;
    expect(running.output()).toContain('SESSION_SECRET must be 32 bytes');
    expect(running.output()).not.toMatch(/hunter2|ninety/);
  });
});

describe('the running server', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());
  const get = (path: string, init: RequestInit = {}) => fetch(product.appUrl + path, init);

  it.each(['/', '/orders', '/orders/801000000000000', '/a/b/c', '/orders/...', '/orders/x.y'])(
    'has the page at %s',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await answer.text()).toContain('<!doctype html>');
    },
  );

  it.each([
    '/nothing.js',
    '/assets/nothing.js',
    '/.env',
    '/%2e%2e/server/main.ts',
    '/..%2fpackage.json',
    '/assets/%zz.js',
  ])('has no file at %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it.each([
    ['POST', '/'],
    ['PUT', '/orders'],
    ['DELETE', '/favicon.svg'],
    ['POST', '/healthz'],
  ])('%s %s is refused', async (method, path) => {
    const answer = await get(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('keeps files with a hash in their name for ever, compressed', async () => {
    const [, script] = /src="(\/assets\/[^"]+)"/.exec(await (await get('/')).text()) ?? [];
    const answer = await get(script ?? '', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toContain('javascript');
  });

  it('lets nothing in that is not its own', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy')?.split(';') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('x-powered-by')).toBeNull();
    // A browser that was told to use https on localhost would find nobody there.
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it.each(['/', '/auth/session', '/api/myOrders', '/nothing.js'])(
    'sends them with %s',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    },
  );

  it.each([
    ['of Heroku’s router', 'f9ed4675f1c53513c61a3b3b4e25b4c0'],
    ['a UUID', '2f1c9d4e-0a4b-4d8e-9c3e-5b1f7a6d8e90'],
    ['that a client gave and Heroku let through', `aB3+/=-${'x'.repeat(193)}`],
    ['with dots and underscores', 'edge_1.2026-11-25'],
  ])('takes over a request id %s', async (_, id) => {
    const { headers } = await get('/healthz', { headers: { 'X-Request-Id': id } });
    expect(headers.get('x-request-id')).toBe(id);
    await expect.poll(product.log).toContain(`"requestId":"${id}"`);
  });

  it.each([
    ['forges a line of the log', 'x"} {"event":"sign_in"'],
    ['is too short', 'short'],
    ['is too long', 'x'.repeat(201)],
    ['has a space', 'f9ed4675f1c5 3513c61a3b3b'],
  ])('takes over no text that %s', async (_, id) => {
    const { headers } = await get('/healthz', { headers: { 'X-Request-Id': id } });
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('keeps a connection for longer than Heroku’s router does', async () => {
    const { headers } = await get('/healthz');
    const [, seconds] = /^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(90);
  });

  it('says that it is alive and ready', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
  });
});
