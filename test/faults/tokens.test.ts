import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, signedInOutcome, type Visitor } from '../security/visitor.ts';
import { atOnce, longest, timed } from './timed.ts';

// What one failure of the token endpoint does to one session: test/security/refresh.test.ts.

let product: Product;
const visitors: Visitor[] = [];
beforeAll(async () => {
  product = await startProduct();
  const customers = ['ada@northwind', 'alan@northwind', 'grace@contoso'];
  for (const name of [...customers, 'sam@store', 'rita@store', 'mia@store']) {
    const visitor = createVisitor(product.appUrl);
    await visitor.signIn(`${name}.example`);
    visitors.push(visitor);
  }
  await visitors[0]?.ask('/api/catalogue');
});
afterAll(() => product.stop());

const everybody = () => visitors.map((visitor) => timed(visitor.ask('/api/myOrders')));
const refreshes = () => product.panel.calls('token:refresh_token');

it('sessions that Salesforce has killed while its token endpoint hangs cost people their time once, then they are told at once; nobody is signed out', async () => {
  await product.panel.faults({ path: '/services/oauth2/', delayMs: 30_000 });
  await product.panel.expire('access');
  const found = Promise.all(atOnce(10, everybody).flat());
  // They would not be answered if they waited for it.
  const others = await Promise.all([
    timed((visitors[0] as Visitor).ask('/api/catalogue')),
    ...visitors.map((visitor) => timed(visitor.ask('/auth/session'))),
  ]);
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
  const first = await found;
  expect(new Set(first.map(({ code }) => code))).toEqual(new Set(['salesforce_unavailable']));
  expect(longest(first)).toBeLessThan(20);
  // One for each person, however many of their requests wait.
  expect(await refreshes()).toBe(visitors.length);

  const told = await Promise.all(atOnce(10, everybody).flat());
  expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['salesforce_unavailable']));
  // One person may be the next that tries; the other requests of theirs wait with it.
  const atOnceTold = told.filter(({ retryAfter }) => retryAfter > 0);
  expect(atOnceTold.length).toBeGreaterThanOrEqual(told.length - 10);
  expect(await refreshes()).toBeLessThanOrEqual(visitors.length + 1);

  await product.panel.faults();
  const answered = async () => (await Promise.all(everybody())).map(({ status }) => status);
  await expect.poll(answered, { timeout: 40_000, interval: 250 }).toEqual(Array(6).fill(200));
  for (const visitor of visitors) expect(await visitor.orders()).toEqual(signedInOutcome);
});
