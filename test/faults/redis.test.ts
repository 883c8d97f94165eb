import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { createVisitor, signedInOutcome, type Visitor } from '../security/visitor.ts';

// A Redis that is frozen, or killed and empty afterwards: test/security/store-outage.test.ts.

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2, redis: { persists: true } });
});
afterAll(() => cluster.stop());

const ada = 'ada@northwind.example';
const refreshes = () => cluster.panel.calls('token:refresh_token');
async function signedIn(): Promise<Visitor> {
  const visitor = createVisitor(cluster.appUrl);
  await visitor.signIn(ada);
  return visitor;
}
const untilFound = (visitor: Visitor) =>
  expect.poll(() => visitor.orders(), { timeout: 20_000, interval: 100 }).toEqual(signedInOutcome);

it('a sign-in and a sign-out that were acknowledged outlive a Redis that is killed and keeps what it has', async () => {
  const [staying, leaving] = [await signedIn(), await signedIn()];
  expect((await leaving.signOut()).status).toBe(200);
  const late = await signedIn();
  await cluster.redis.restart();
  await untilFound(late);
  expect(await staying.whoAmI()).toBe(ada);
  expect(await leaving.whoAmI()).toBeUndefined();
  expect((await staying.sessions()).length).toBe(2);
  // Redis is another process now, and the other server finds it as well.
  expect(await staying.at(cluster.members[1]?.url ?? 'none:').orders()).toEqual(signedInOutcome);
});

it('a refresh token that is replaced while Redis is away is kept when it is back: nobody signs in again', async () => {
  await cluster.panel.settings({ rotateRefreshTokens: true });
  const visitor = await signedIn();
  await cluster.panel.expire('access', ada);
  await cluster.panel.faults({ path: '/services/oauth2/token', delayMs: 1_500, times: 1 });
  const before = await refreshes();
  const waiting = visitor.orders();
  await expect.poll(refreshes).toBe(before + 1);
  await cluster.redis.kill();
  // Until the answer has come, and could not be kept.
  await delay(2_500);
  expect((await visitor.orders()).code).toBe('store_unavailable');
  await cluster.redis.restart();
  // Whoever has waited for it has what they asked for, once it is kept.
  expect(await waiting).toEqual(signedInOutcome);
  await untilFound(visitor);
  expect((await refreshes()) - before).toBe(1);
});
