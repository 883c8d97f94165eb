import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createMovedClock } from '../security/moved-clock.ts';

const clock = createMovedClock();
let product: Product;
beforeAll(async () => {
  product = await startProduct({ flags: clock.flags });
});
afterAll(async () => {
  await product.stop();
  clock.remove();
});

/** Nothing is shown that is older than a day: a day later, every test begins with a server that has nothing. */
let day = -1;
const setMinutes = (minutes: number) => clock.set({ minutes: day * 25 * 60 + minutes });
let queriesBefore = 0;
async function get(path = '/api/catalogue', headers: Record<string, string> = {}) {
  const answer = await fetch(new URL(path, product.appUrl), {
    headers: { 'X-BFF': '1', ...headers },
  });
  const body = await answer.text();
  return { status: answer.status, headers: answer.headers, body, json: body && JSON.parse(body) };
}

const queries = async () => (await product.panel.calls('GET /query')) - queriesBefore;

async function untilQueries(count: number): Promise<void> {
  for (let tries = 0; (await queries()) < count; tries += 1) {
    if (tries === 100) throw new Error(`Not ${count} queries after 5 seconds`);
    await delay(50);
  }
}

const noAnswer = { path: '/query', drop: 'before' };
const down = { path: '/query', status: 503, body: 'down' };

describe('public data', () => {
  beforeEach(async () => {
    await product.panel.faults();
    day += 1;
    setMinutes(0);
    queriesBefore = await product.panel.calls('GET /query');
  });

  it('costs one call for a hundred first requests, whatever is searched, and on every page', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => get()));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await queries()).toBe(1);
    // The server's own token, got while its clock was right.
    expect(await product.panel.calls('token:jwt-bearer')).toBe(1);
    for (let word = 0; word < 50; word += 1) {
      expect((await get(`/api/catalogue?search=word${word}`)).status).toBe(200);
    }
    const [first] = all;
    const { items, next } = first?.json ?? {};
    await get(`/api/catalogue?after=${encodeURIComponent(next)}`);
    await get('/api/catalogue?family=Coffee');
    await get('/api/families');
    expect((await get(`/api/product?id=${items[0].id}`)).json).toEqual(items[0]);
    expect(await queries()).toBe(1);
    // Beside it, the token and where to get it.
    expect(await product.panel.allCalls()).toBe(3);
  });

  it('is shown without waiting when it is old, while one request asks anew', async () => {
    const before = await get();
    expect(before.headers.get('cache-control')).toMatch(
      /^public, max-age=(?:300|29\d), stale-while-revalidate=300$/,
    );
    setMinutes(4);
    expect((await get()).headers.get('cache-control')).toMatch(
      /^public, max-age=(?:60|5\d), stale-while-revalidate=300$/,
    );
    expect(await queries()).toBe(1);
    setMinutes(6);
    await product.panel.faults({ path: '/query', delayMs: 3_000 });
    const start = performance.now();
    const all = await Promise.all(Array.from({ length: 50 }, () => get()));
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(new Set(all.map(({ body }) => body))).toEqual(new Set([before.body]));
    expect(new Set(all.map(({ headers }) => headers.get('cache-control')))).toEqual(
      new Set(['public, max-age=0']),
    );
    await untilQueries(2);
    await delay(3_500);
    const after = await get();
    expect(after.headers.get('cache-control')).toMatch(/max-age=(?:300|29\d)/);
    expect(await queries()).toBe(2);
  });

  it('is shown for a day while Salesforce is down, and tried again less and less', async () => {
    const { body } = await get();
    await product.panel.faults(down);
    setMinutes(23 * 60);
    for (let request = 0; request < 20; request += 1) expect((await get()).body).toBe(body);
    // The first attempt, one that follows at once, one a second later.
    expect(await queries()).toBeLessThanOrEqual(4);
    await expect
      .poll(product.log)
      .toMatch(/"event":"public_rows","outcome":"not_renewed","code":"salesforce_unavailable"/);
    setMinutes(24 * 60 + 1);
    expect(await get()).toMatchObject({ status: 503, json: { code: 'salesforce_unavailable' } });
  });

  it('is asked for although whoever asked first has gone', async () => {
    await product.panel.faults({ path: '/query', delayMs: 1_000, times: 1 });
    const gone = new AbortController();
    const first = fetch(`${product.appUrl}/api/catalogue`, {
      headers: { 'X-BFF': '1' },
      signal: gone.signal,
    }).catch(() => undefined);
    await untilQueries(1);
    const second = get();
    gone.abort();
    await first;
    expect((await second).status).toBe(200);
    expect(await queries()).toBe(1);
  });

  it('is not there when Salesforce is down from the start, and is as soon as it is back', async () => {
    await product.panel.faults(noAnswer);
    const answer = await get();
    expect(answer).toMatchObject({ status: 503, json: { code: 'salesforce_unavailable' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await product.panel.faults();
    expect((await get()).status).toBe(200);
  });

  it('is not shown any more when the integration user may not read it any more', async () => {
    await get();
    await product.panel.faults({
      path: '/query',
      status: 400,
      body: [{ message: 'No such column', errorCode: 'INVALID_FIELD' }],
    });
    setMinutes(6);
    await get();
    await untilQueries(2);
    await expect.poll(async () => (await get()).status).toBe(503);
  });

  it('costs a browser that reloads nothing but a question, and Salesforce nothing', async () => {
    const { headers } = await get();
    const etag = headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get('/api/catalogue', {
        'If-None-Match': known,
        'Cache-Control': 'no-cache',
      });
      expect([again.status, again.body]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toMatch(/^public, max-age=\d+/);
    }
    expect((await get('/api/catalogue', { 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await get('/api/families')).headers.get('etag')).not.toBe(etag);
    // What is the same after it was asked for anew still has the same ETag.
    setMinutes(6);
    await get();
    await untilQueries(2);
    expect((await get('/api/catalogue', { 'If-None-Match': etag })).status).toBe(304);
    expect(await queries()).toBe(2);
  });
});

describe('a budget of two calls an hour', () => {
  let frugal: Product;
  beforeAll(async () => {
    clock.set({ minutes: 0 });
    frugal = await startProduct({
      flags: clock.flags,
      settings: { PUBLIC_CALLS_PER_HOUR: '2' },
    });
  });
  afterAll(() => frugal.stop());

  const ask = async () => {
    const answer = await fetch(`${frugal.appUrl}/api/catalogue`, { headers: { 'X-BFF': '1' } });
    return { answer, json: await answer.json() };
  };

  it('is not exceeded, not by failures either; then what is kept is shown, and in an hour asked anew', async () => {
    await frugal.panel.faults({ ...down, times: 2 });
    for (let request = 0; request < 2; request += 1) expect((await ask()).answer.status).toBe(503);
    // Past the pause after failures.
    clock.set({ minutes: 2 });
    const { answer, json } = await ask();
    expect([answer.status, json.code]).toEqual([503, 'salesforce_limit']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(3_600);
    expect(await frugal.panel.calls('GET /query')).toBe(2);
    await expect.poll(frugal.log).toContain('"event":"public_calls_spent","callsPerHour":2');
  });

  it('begins anew after an hour, and what is kept is shown when it is spent again', async () => {
    for (const minutes of [64, 70, 76, 82]) {
      clock.set({ minutes });
      expect((await ask()).answer.status).toBe(200);
      await delay(500);
    }
    expect(await frugal.panel.calls('GET /query')).toBe(4);
  });
});
