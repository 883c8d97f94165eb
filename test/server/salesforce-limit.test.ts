import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { createMovedClock } from '../security/moved-clock.ts';
import { signIn } from '../sign-in.ts';

const clock = createMovedClock();
let product: Product;
let ada: CookieJar;
let minutes = 0;
/** Of something in the catalogue: to ask for that again may renew it behind one's back. */
let productId: string;
beforeAll(async () => {
  product = await startProduct({
    flags: clock.flags,
    // Minutes pass here as tests want them; nobody's session shall end with them.
    settings: { SESSION_IDLE_MINUTES: '1440', SALESFORCE_LIMIT_SHARE: '90' },
  });
  ada = new CookieJar();
  await signIn(ada, product.appUrl, 'ada@northwind.example');
  const catalogue = await ask('/api/catalogue');
  expect(catalogue.status).toBe(200);
  productId = catalogue.json.items[0].id;
  // So many that a few more make no great part of them.
  for (let call = 0; call < 100; call += 1) await ask('/api/myOrders');
});
afterAll(async () => {
  await product.stop();
  clock.remove();
});
beforeEach(async () => {
  await product.panel.faults();
  // Salesforce's ID tokens must not be what is too old for a clock that has been moved.
  await product.panel.settings({ dailyApiLimit: 100_000, idTokenSeconds: 86_400 });
  later(2);
  // An answer that says that there is room.
  expect((await ask('/api/myOrders')).status).toBe(200);
});

function later(more: number): void {
  minutes += more;
  clock.set({ minutes });
}

async function ask(path: string, body?: object) {
  const answer = await ada.request(new URL(path, product.appUrl), {
    headers: { 'X-BFF': '1', ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { ...answer, json: JSON.parse(answer.body) };
}

/** Calls of the org's API; the tokens that come with them are none. */
async function apiCalls(): Promise<number> {
  const counts = await Promise.all(
    ['GET /query', 'POST /composite'].map((endpoint) => product.panel.calls(endpoint)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

const newCase = { subject: 'A dented kettle', description: 'The lid does not close.' };

/** Lets the org's calls so far be so many percent of its limit. */
async function useUp(percent: number): Promise<void> {
  const calls = await apiCalls();
  await product.panel.settings({ dailyApiLimit: Math.ceil((calls * 100) / percent) });
}

describe('at the share of the daily limit', () => {
  it('answers what is public from what is kept, and the rest at once with salesforce_limit', async () => {
    await useUp(92);
    // The one whose answer tells.
    expect((await ask('/api/myOrders')).status).toBe(200);
    const before = await apiCalls();
    for (const answer of [
      await ask('/api/myOrders'),
      await ask('/api/myCases'),
      await ask('/api/openCase', newCase),
    ]) {
      expect(answer).toMatchObject({ status: 503, json: { code: 'salesforce_limit' } });
      const seconds = Number(answer.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
    }
    expect((await ask('/api/catalogue')).status).toBe(200);
    expect(await apiCalls()).toBe(before);
    await expect.poll(product.log).toMatch(/"event":"salesforce_limit","reached":true,"used":\d+/);
  });

  it('shows what is public although it is old, and lets people sign in and out', async () => {
    await useUp(92);
    await ask('/api/myOrders');
    const before = await apiCalls();
    const grace = new CookieJar();
    await signIn(grace, product.appUrl, 'grace@contoso.example');
    const session = await grace.request(new URL('/auth/session', product.appUrl));
    expect(JSON.parse(session.body).user.username).toBe('grace@contoso.example');
    expect(await apiCalls()).toBe(before);
    later(10);
    // One of these may be the one that passes.
    for (let request = 0; request < 5; request += 1) {
      expect((await ask('/api/catalogue')).status).toBe(200);
    }
    expect((await apiCalls()) - before).toBeLessThanOrEqual(1);
  });

  it('tries once a minute, and goes on as soon as there is room', async () => {
    await useUp(92);
    await ask('/api/myOrders');
    const before = await apiCalls();
    for (let minute = 1; minute <= 3; minute += 1) {
      later(1);
      const answers = [];
      for (let request = 0; request < 5; request += 1) answers.push(await ask('/api/myCases'));
      expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 503, 503]);
      expect((await apiCalls()) - before).toBe(minute);
    }
    await product.panel.settings({ dailyApiLimit: 100_000 });
    expect((await ask('/api/myOrders')).status).toBe(503);
    later(1);
    for (let request = 0; request < 5; request += 1) {
      expect((await ask('/api/myOrders')).status).toBe(200);
    }
    await expect.poll(product.log).toContain('"event":"salesforce_limit","reached":false');
  });

  it('finishes a command that has begun', async () => {
    await useUp(92);
    // Its first call, which asks for prices, is the one whose answer tells.
    const placed = await ask('/api/placeOrder', {
      lines: [{ productId, quantity: 1 }],
      requestId: crypto.randomUUID(),
    });
    expect(placed.status).toBe(200);
    expect((await ask('/api/myOrders')).status).toBe(503);
  });
});

describe('an org that refuses', () => {
  const refusal = (message: string) => ({
    path: '/services/data',
    status: 403,
    body: [{ message, errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
  });

  it('because the day is used up is asked no more than once a minute', async () => {
    await product.panel.faults(refusal('TotalRequests Limit exceeded.'));
    const before = await apiCalls();
    const first = await ask('/api/myOrders');
    expect(first).toMatchObject({ status: 503, json: { code: 'salesforce_limit' } });
    expect(first.headers.get('retry-after')).toBe('60');
    for (let request = 0; request < 5; request += 1) {
      expect(await ask('/api/myOrders')).toMatchObject({ json: { code: 'salesforce_limit' } });
    }
    expect((await apiCalls()) - before).toBe(1);
    await product.panel.faults();
    later(1);
    expect((await ask('/api/myOrders')).status).toBe(200);
    expect((await ask('/api/myOrders')).status).toBe(200);
  });

  it('because too much is asked at once is asked again by the next one', async () => {
    await product.panel.faults(refusal('ConcurrentPerOrgLongTxn Limit exceeded.'));
    expect(await ask('/api/myOrders')).toMatchObject({ json: { code: 'salesforce_limit' } });
    await product.panel.faults();
    expect((await ask('/api/myOrders')).status).toBe(200);
  });
});
