import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orgAsAdministrator } from '../org-as-administrator.ts';
import { freePort } from '../processes/free-port.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, signedInOutcome, type Visitor } from '../security/visitor.ts';
import { type Line, layLine } from './lay-line.ts';
import { atOnce, longest, timed } from './timed.ts';

let line: Line;
let product: Product;
let ada: Visitor;
let productId: string;
beforeAll(async () => {
  const orgPort = await freePort();
  line = await layLine(orgPort);
  product = await startProduct({ orgPort, settings: { SALESFORCE_LOGIN_URL: line.url } });
  ada = createVisitor(product.appUrl);
  await ada.signIn('ada@northwind.example');
  // From now on it is kept.
  productId = JSON.parse((await ada.ask('/api/catalogue')).body).items[0].id;
});
afterAll(async () => {
  await product.stop();
  await line.cut();
});

const orders = () => timed(ada.ask('/api/myOrders'));
const catalogue = () => timed(ada.ask('/api/catalogue'));
const queries = () => product.panel.calls('GET /query');
const place = (requestId: string) =>
  ada.ask('/api/placeOrder', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ lines: [{ productId, quantity: 1 }], requestId }),
  });
const unavailable = { status: 503, code: 'salesforce_unavailable' };

/** Asks until the circuit is open: five times, each of which Salesforce is asked. */
async function untilOpen(): Promise<void> {
  for (let call = 0; call < 5; call += 1) {
    expect(await orders()).toMatchObject({ ...unavailable, retryAfter: 0 });
  }
}

/** Nobody does anything about it but those who ask. */
async function untilClosed(): Promise<void> {
  await expect
    .poll(() => ada.orders(), { timeout: 20_000, interval: 250 })
    .toEqual(signedInOutcome);
}

describe('a Salesforce that', () => {
  const json = { 'content-type': 'application/json' };
  const html = { 'content-type': 'text/html' };
  const rows = { totalSize: 0, done: true, records: [] };
  it.each<[what: string, fault: object]>([
    ['answers 503', { status: 503, headers: json, body: [{ errorCode: 'SERVER_UNAVAILABLE' }] }],
    ['answers 429', { status: 429, headers: json, body: [] }],
    ['answers a page', { status: 200, headers: html, body: '<p>Maintenance</p>' }],
    ['says the wrong type', { status: 200, headers: html, body: JSON.stringify(rows) }],
    ['breaks off in the middle of its answer', { drop: 'midway' }],
    ['breaks off before it', { drop: 'before' }],
    ['sends elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ])('%s is not asked for long, and found again', async (_, fault) => {
    await product.panel.faults({ path: '/services/data', ...fault });
    await untilOpen();
    const before = await queries();
    const told = await Promise.all(atOnce(20, orders));
    for (const each of told) {
      expect(each).toMatchObject(unavailable);
      expect(each.retryAfter).toBeGreaterThan(0);
    }
    // One of them may have been the next that tries, twice where the line breaks.
    expect((await queries()) - before).toBeLessThanOrEqual(2);
    expect((await catalogue()).status).toBe(200);
    await product.panel.faults();
    await untilClosed();
  });
});

it('a Salesforce that is not there is told of at once; nothing is sent that is refused; when it is back, it is found', async () => {
  const org = await orgAsAdministrator(product);
  const ordersThere = async () => (await org.query('SELECT Id FROM Order')).length;
  const before = await ordersThere();
  const requestId = randomUUID();
  await line.cut();
  await untilOpen();
  const refused = await place(requestId);
  expect([refused.status, JSON.parse(refused.body).code]).toEqual([503, unavailable.code]);
  // Nothing was begun, so nothing is to be read again.
  expect(refused.headers.get('x-bff-refreshes')).toBeNull();
  const told = await Promise.all(atOnce(20, orders));
  for (const each of told) expect(each).toMatchObject(unavailable);
  const kept = await Promise.all(atOnce(20, catalogue));
  expect(new Set(kept.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await ada.whoAmI()).toBe('ada@northwind.example');
  await line.mend();
  await untilClosed();
  expect((await place(requestId)).status).toBe(200);
  expect((await ordersThere()) - before).toBe(1);
});

it('a Salesforce that takes 30 seconds keeps nobody waiting longer than 20, nor those who do not need it, nor those who come later', async () => {
  await product.panel.faults({ path: '/services/data', delayMs: 30_000 });
  /** As many orders as differ: equal questions would be one. */
  const waiting = atOnce(120, (place) =>
    timed(ada.ask(`/api/myOrder?id=801${String(place).padStart(12, '0')}`)),
  );
  await delay(500);
  const grace = createVisitor(product.appUrl);
  const others = await Promise.all([
    ...atOnce(10, catalogue),
    ...atOnce(10, () => timed(ada.ask('/auth/session'))),
    timed(ada.ask('/healthz')),
    timed(ada.ask('/readyz')),
    timed(grace.signIn('grace@contoso.example')),
  ]);
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
  expect(longest(others)).toBeLessThan(20);
  // 64 for calls of the API, and a few for tokens.
  expect(line.connections()).toBeLessThanOrEqual(72);

  await Promise.race(waiting);
  await expect.poll(product.log).toContain('"salesforce_circuit","state":"open"');
  // One may be the next that tries, and waits; the next is told when to come back, and nothing is sent for it.
  const retryAfter = async () => (await orders()).retryAfter;
  await expect.poll(retryAfter, { timeout: 50_000 }).toBeGreaterThan(0);

  const waited = await Promise.all(waiting);
  for (const each of waited) expect(each).toMatchObject(unavailable);
  expect(longest(waited)).toBeLessThan(25);
  await product.panel.faults();
  await untilClosed();
});
