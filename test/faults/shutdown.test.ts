import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { orgAsAdministrator } from '../org-as-administrator.ts';
import { createVisitor, type Visitor } from '../security/visitor.ts';

let cluster: Cluster;
let ada: Visitor;
let productId: string;
beforeAll(async () => {
  cluster = await startCluster({ processes: 2 });
  ada = createVisitor(cluster.appUrl);
  await ada.signIn('ada@northwind.example');
  productId = JSON.parse((await ada.ask('/api/catalogue')).body).items[0].id;
});
afterAll(() => cluster.stop());

interface Sent {
  readonly url: string;
  /** `refused`: there was nobody to take the connection. */
  readonly end: number | 'refused' | 'cut off';
  readonly requestId?: string;
  readonly body: string;
  /** Whether its connection is good for another request. */
  readonly goesOn: boolean;
}

/** One request over a kept connection, or one of its own. */
async function send(agent: Agent, url: string, requestId?: string): Promise<Sent> {
  const sent = request(url, {
    agent,
    method: requestId === undefined ? 'GET' : 'POST',
    headers: {
      'X-BFF': '1',
      'Content-Type': 'application/json',
      Cookie: ada.jar.cookieHeader(new URL(url)),
    },
  });
  const about = { url, ...(requestId && { requestId }) };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject);
      sent.end(requestId && JSON.stringify({ lines: [{ productId, quantity: 1 }], requestId }));
    });
    const goesOn = answer.headers.connection !== 'close';
    return { ...about, goesOn, end: answer.statusCode ?? 0, body: await text(answer) };
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    return { ...about, end: isRefused ? 'refused' : 'cut off', body: String(error), goesOn: false };
  }
}

/** Milliseconds after which whoever distributes requests has noticed that a process is about to end. */
const noticedAfter = 100;

it('SIGTERM under load, said twice: no request fails, every order that was acknowledged is there, and the process ends with 0', async () => {
  const org = await orgAsAdministrator(cluster);
  // As long as Salesforce takes.
  await cluster.panel.faults({ path: '/services/data', delayMs: 200 });
  const [ending] = cluster.members;
  const process = ending?.process ?? expect.fail('no process');
  let inRotation = cluster.members.map(({ url }) => url);
  const all: Sent[] = [];
  let isOver = false;
  const paths = ['/api/myOrders', '/api/catalogue', '/auth/session', '/healthz'];
  /**
   * Asks, and asks again: over connections of its own, or over one that is kept until the server says that
   * it was the last time, as a router keeps its own.
   */
  async function browse(place: number): Promise<void> {
    const keeps = place % 2 === 0;
    let kept: { readonly origin: string; readonly agent: Agent } | undefined;
    for (let turn = place; !isOver; turn += 1) {
      const isOrder = turn % 3 === 0;
      const path = isOrder ? '/api/placeOrder' : paths[turn % paths.length];
      kept ??= {
        origin: inRotation[(place >> 1) % inRotation.length] ?? '',
        agent: new Agent({ keepAlive: keeps, maxSockets: 1 }),
      };
      const { agent, origin } = kept;
      // One whole turn, so that a connection that was closed while this process was busy is not written to.
      await nextTurn();
      await nextTurn();
      const sent = await send(agent, `${origin}${path}`, isOrder ? randomUUID() : undefined);
      // As Heroku's router does, that asks another one then.
      if (sent.end !== 'refused') all.push(sent);
      if (keeps && sent.goesOn) continue;
      kept = undefined;
      agent.destroy();
    }
    kept?.agent.destroy();
  }
  const browsers = Array.from({ length: 24 }, (_, place) => browse(place));
  const by = (url = '') => all.filter((sent) => sent.url.startsWith(url));
  await expect.poll(() => by(ending?.url).length, { timeout: 30_000 }).toBeGreaterThan(60);
  const start = performance.now();
  process.signal('SIGTERM');
  await delay(noticedAfter);
  inRotation = inRotation.filter((url) => url !== ending?.url);
  process.signal('SIGTERM');
  const { reason } = await process.exited;
  expect(reason).toBe('exit code 0');
  expect((performance.now() - start) / 1_000).toBeLessThan(25);
  isOver = true;
  await Promise.all(browsers);

  expect(all.filter(({ end }) => end !== 200)).toEqual([]);
  const acknowledged = by(ending?.url).filter(({ requestId }) => requestId);
  expect(acknowledged.length).toBeGreaterThan(5);
  const rows = await org.query<{ Id: string }>('SELECT Id FROM Order');
  const there = new Set(rows.map(({ Id }) => Id));
  for (const { body } of acknowledged) expect(there).toContain(JSON.parse(body).id);
});
