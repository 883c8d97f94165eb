import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, signedInOutcome, type Visitor } from '../security/visitor.ts';
import { atOnce, longest, timed } from './timed.ts';

let product: Product;
const visitors: Visitor[] = [];
beforeAll(async () => {
  product = await startProduct({ replica: true });
  for (const name of ['ada@northwind', 'alan@northwind', 'grace@contoso', 'sam@store']) {
    const visitor = createVisitor(product.appUrl);
    await visitor.signIn(`${name}.example`);
    visitors.push(visitor);
  }
});
afterAll(() => product.stop());

/** Everybody asks for two periods: as much as one user may ask for at once. */
const spending = () =>
  visitors.flatMap((visitor) =>
    ['', '?from=2026-01-01'].map((period) => timed(visitor.ask(`/api/mySpending${period}`))),
  );

it('a frozen Postgres costs people their time once, then they are told at once; thawed, it is found again', async () => {
  const states = async () => (await Promise.all(spending())).map(({ status }) => status);
  const untilAnswered = () =>
    expect.poll(states, { timeout: 30_000, interval: 200 }).toEqual(Array(8).fill(200));
  await untilAnswered();
  product.replica?.freeze();
  const found = await Promise.all(spending());
  expect(found.map(({ code }) => code)).toEqual(Array(8).fill('replica_unavailable'));
  expect(longest(found)).toBeLessThan(20);

  const told = await Promise.all(atOnce(5, spending).flat());
  expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['replica_unavailable']));
  // One question may be the next that tries; those of the same person that equal it wait with it.
  const atOnceTold = told.filter(({ retryAfter }) => retryAfter > 0);
  expect(atOnceTold.length).toBeGreaterThanOrEqual(told.length - 5);
  // What does not need it goes on.
  expect(await visitors[0]?.orders()).toEqual(signedInOutcome);

  product.replica?.thaw();
  await untilAnswered();
  await expect.poll(product.log).toMatch(/"event":"replica_circuit","state":"closed"/);
});
