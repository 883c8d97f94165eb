import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { orgAsAdministrator } from '../org-as-administrator.ts';
import { createVisitor, signedInOutcome, type Visitor } from '../security/visitor.ts';

// What becomes of a refresh in a process that is killed: test/security/refresh-across-processes.test.ts.

let cluster: Cluster;
/** The same browser in front of the process that will be killed, and of the other one. */
let doomed: Visitor;
let other: Visitor;
let productId: string;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2 });
  const [first, second] = cluster.members.map(({ url }) => url);
  doomed = createVisitor(first ?? 'none:');
  other = doomed.at(second ?? 'none:');
  await doomed.signIn('ada@northwind.example');
  productId = JSON.parse((await other.ask('/api/catalogue')).body).items[0].id;
});
afterAll(() => cluster.stop());

/** The id of the order, or `undefined` where no answer came. */
async function place(visitor: Visitor, requestId: string): Promise<string | undefined> {
  const answer = await visitor
    .ask('/api/placeOrder', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ lines: [{ productId, quantity: 2 }], requestId }),
    })
    .catch(() => undefined);
  if (answer === undefined) return undefined;
  expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('"id"')]);
  return JSON.parse(answer.body).id;
}

it('SIGKILL of one of two processes under load: the other goes on with its sessions, and every order is there exactly once when it is asked for again', async () => {
  const org = await orgAsAdministrator(cluster);
  const ordersThere = async () =>
    (await org.query<{ Id: string }>('SELECT Id FROM Order')).map(({ Id }) => Id);
  const before = await ordersThere();
  await cluster.panel.faults({ path: '/services/data', delayMs: 150 });
  const [member] = cluster.members;

  // A few are done, a few are at every step of the way: two calls each, four at a time.
  const requestIds = Array.from({ length: 24 }, () => randomUUID());
  const acknowledged = new Map<string, string>();
  const left = [...requestIds];
  async function buy(): Promise<void> {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const order = await place(doomed, id);
      if (order !== undefined) acknowledged.set(id, order);
    }
  }
  const buyers = Array.from({ length: 4 }, buy);
  await expect.poll(() => acknowledged.size, { timeout: 20_000, interval: 10 }).toBeGreaterThan(7);
  member?.process.signal('SIGKILL');
  await Promise.all(buyers);
  expect(acknowledged.size).toBeLessThan(requestIds.length);

  expect(await other.whoAmI()).toBe('ada@northwind.example');
  expect(await other.orders()).toEqual(signedInOutcome);
  // As a browser does that has had no answer, or lost it.
  const orders = await Promise.all(requestIds.map((id) => place(other, id)));
  expect(new Set(orders).size).toBe(requestIds.length);
  for (const [place, id] of requestIds.entries()) {
    expect(orders[place]).toBe(acknowledged.get(id) ?? orders[place]);
  }
  const made = (await ordersThere()).filter((id) => !before.includes(id));
  expect(made.toSorted()).toEqual(orders.toSorted());

  await cluster.replace(0);
  expect(await doomed.orders()).toEqual(signedInOutcome);
  expect(await doomed.whoAmI()).toBe('ada@northwind.example');
});
