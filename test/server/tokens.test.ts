import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { wholeLog } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(() => product.panel.faults());

const queries = () => product.panel.calls('GET /query');
const signedIn = async (username = 'ada@northwind.example') => {
  const jar = new CookieJar();
  await signIn(jar, product.appUrl, username);
  return jar;
};
const orders = async (jar: CookieJar) => {
  const url = new URL('/api/myOrders', product.appUrl);
  const { status, body } = await jar.request(url, { headers: { 'X-BFF': '1' } });
  return { status, code: JSON.parse(body).code };
};
const ok = { status: 200, code: undefined };

describe('an API in trouble', () => {
  it.each([
    [
      'is down',
      { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'x' }] },
      'salesforce_unavailable',
    ],
    ['answers a page', { status: 200, body: '<html>maintenance</html>' }, 'salesforce_unavailable'],
    ['cuts the line', { drop: 'before' }, 'salesforce_unavailable'],
    [
      'stops in the middle of an answer',
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"totalSize":1,"done":true,"rec',
      },
      'salesforce_unavailable',
    ],
    ['answers something else', { status: 200, body: { hello: 1 } }, 'salesforce_unavailable'],
    [
      'takes no more requests',
      {
        status: 403,
        // One that passes by itself: after `TotalRequests` nothing would be asked for a minute.
        body: [
          { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests Limit exceeded.' },
        ],
      },
      'salesforce_limit',
    ],
  ])('that %s is named so', async (_, fault, code) => {
    const jar = await signedIn();
    await product.panel.faults({ path: '/query', ...fault });
    expect(await orders(jar)).toEqual({ status: 503, code });
  });
});

describe('an API that misleads', () => {
  it('is not followed to another host', async () => {
    const elsewhere = createServer((request, response) => {
      visitors.push(request.headers.authorization);
      response.end('[]');
    }).listen(0, '127.0.0.1');
    const visitors: unknown[] = [];
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const jar = await signedIn();
    try {
      const location = `http://127.0.0.1:${port}/services/data/v66.0/query`;
      await product.panel.faults({ path: '/query', status: 302, headers: { location } });
      expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
      const nextRecordsUrl = `${location}/01g`;
      const body = { totalSize: 2, done: false, nextRecordsUrl, records: [] };
      await product.panel.faults({ path: '/query', status: 200, body });
      expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
      expect(visitors).toEqual([]);
    } finally {
      elsewhere.close();
    }
  });

  it('is not asked for ever when it never says that this was all', async () => {
    const jar = await signedIn();
    const body = { totalSize: 5, done: false, records: [] };
    await product.panel.faults({ path: '/query', status: 200, body });
    const before = await queries();
    expect(await orders(jar)).toEqual({ status: 503, code: 'salesforce_unavailable' });
    expect((await queries()) - before).toBeLessThanOrEqual(60);
  });

  it.each([
    ['another form of 401', { status: 401, body: { error: 'invalid_token' }, times: 1 }],
    ['a 401 without JSON', { status: 401, body: 'no', times: 1 }],
  ])('has its token renewed at %s', async (_, fault) => {
    const jar = await signedIn();
    await product.panel.faults({ path: '/query', ...fault });
    expect(await orders(jar)).toEqual(ok);
  });

  it('is not asked again for a person who has gone away', async () => {
    const jar = await signedIn();
    await product.panel.faults({
      path: '/query',
      delayMs: 800,
      status: 200,
      body: { totalSize: 5, done: false, records: [] },
    });
    const before = await queries();
    const url = new URL('/api/myOrders', product.appUrl);
    const gone = jar.request(url, { headers: { 'X-BFF': '1' }, signal: AbortSignal.timeout(200) });
    await expect(gone).rejects.toThrow();
    await delay(2_500);
    expect((await queries()) - before).toBe(1);
    // Somebody who leaves is no outage, and nobody is to be woken for it.
    await expect.poll(product.log).toContain('"abandoned":true');
    // Nothing was answered, as the metric says, too.
    const lines = product.log().split('\n');
    const line = lines.find((each) => each.includes('"completed":false')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ event: 'request', route: 'myOrders' });
    expect(JSON.parse(line)).not.toHaveProperty('status');
    expect(await wholeLog(product)).not.toContain('AbortError');
  });
});
