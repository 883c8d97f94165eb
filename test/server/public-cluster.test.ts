import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { forgetPublicRows } from '../forget-public-rows.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2, settings: { PUBLIC_CALLS_PER_HOUR: '4' } });
});
afterAll(() => cluster.stop());
afterEach(async () => {
  cluster.redis.thaw();
  await cluster.panel.faults();
});

async function get(place: number) {
  const answer = await fetch(new URL('/api/catalogue', cluster.members[place]?.url), {
    headers: { 'X-BFF': '1' },
  });
  const body = await answer.text();
  return { status: answer.status, body, etag: answer.headers.get('etag') };
}

const queries = () => cluster.panel.calls('GET /query');

describe('two processes on one Redis', () => {
  it('ask Salesforce once for a hundred first requests', async () => {
    await cluster.panel.faults({ path: '/query', delayMs: 1_000 });
    const all = await Promise.all(Array.from({ length: 100 }, (_, place) => get(place % 2)));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(all.map(({ body, etag }) => `${etag} ${body}`)).size).toBe(1);
    expect(await queries()).toBe(1);
  });

  it('and one that has just been started not at all, though Salesforce is down', async () => {
    await cluster.panel.faults({ path: '/services', status: 503, body: 'down' });
    await cluster.replace(1);
    expect((await get(1)).status).toBe(200);
    expect(await queries()).toBe(1);
  });

  it('answer at once from what they have when Redis stands still', async () => {
    cluster.redis.freeze();
    const start = performance.now();
    const [one, other] = await Promise.all([get(0), get(1)]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('answer from Salesforce, soon, when Redis stands still and they have nothing', async () => {
    await cluster.replace(1);
    cluster.redis.freeze();
    const start = performance.now();
    expect((await get(1)).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(await queries()).toBe(2);
  });

  it('have one budget together', async () => {
    await cluster.panel.faults({ path: '/query', status: 503, body: 'down' });
    await forgetPublicRows(cluster.redis);
    await cluster.replace(0);
    await cluster.replace(1);
    const before = await queries();
    for (let request = 0; request < 10; request += 1) await Promise.all([get(0), get(1)]);
    // One was spent at the start, and one behind the back of a Redis that stood still.
    expect((await queries()) - before).toBe(3);
    await expect
      .poll(async () => [(await get(0)).body, (await get(1)).body], { timeout: 10_000 })
      .toEqual([
        expect.stringContaining('"code":"salesforce_limit"'),
        expect.stringContaining('"code":"salesforce_limit"'),
      ]);
    expect((await queries()) - before).toBe(3);
  });
});
