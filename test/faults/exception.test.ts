import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { createVisitor, signedInOutcome, type Visitor } from '../security/visitor.ts';

/** Lets a test make the mistake, in processes that know nothing of it. */
const mistakes = `
  process.once('SIGUSR2', () => void Promise.reject(new Error('Nobody waits for this')));
  process.once('SIGHUP', () => setTimeout(() => { throw new Error('Nobody waits for this'); }));`;

let cluster: Cluster;
let ada: Visitor;
beforeAll(async () => {
  cluster = await startCluster({
    processes: 2,
    flags: ['--import', `data:text/javascript,${encodeURIComponent(mistakes)}`],
  });
  ada = createVisitor(cluster.appUrl);
  await ada.signIn('ada@northwind.example');
});
afterEach(() => cluster.panel.faults());
afterAll(() => cluster.stop());

it('an exception in a route is that request’s alone: 500 outward, its cause in the log, and the others go on', async () => {
  const grace = createVisitor(cluster.appUrl);
  await grace.signIn('grace@contoso.example');
  // A row that the route's projection stumbles over.
  const records = [{ Id: '801000000000001AAA', OrderItems: { records: [null] } }];
  const body = { totalSize: 1, done: true, records };
  await cluster.panel.faults({ path: '/query', delayMs: 300, times: 1, body });
  const calls = await cluster.panel.calls('GET /query');
  const failing = ada.ask('/api/myOrder?id=801000000000001');
  await expect.poll(() => cluster.panel.calls('GET /query')).toBe(calls + 1);
  const others = await Promise.all([grace.orders(), ada.orders()]);
  expect(others).toEqual([signedInOutcome, signedInOutcome]);

  const { status, headers, body: answered } = await failing;
  const problem = JSON.parse(answered);
  expect([status, problem.code]).toEqual([500, 'internal']);
  expect(problem.requestId).toBe(headers.get('x-request-id'));
  expect(answered).not.toMatch(/null|TypeError|server\//);
  const lineOf = () =>
    cluster
      .log()
      .split('\n')
      .find((each) => each.includes('"problem"') && each.includes(problem.requestId));
  // The log's lines may come after the answer.
  await expect.poll(lineOf).toBeDefined();
  const line = lineOf();
  expect(JSON.parse(line ?? '{}')).toMatchObject({ cause: 'TypeError' });
  expect(line).toContain('server/api/orders.ts');
  expect(await ada.orders()).toEqual(signedInOutcome);
});

it.each([
  ['a rejection', 0, 'SIGUSR2'],
  ['an exception', 1, 'SIGHUP'],
] as const)(
  '%s that nobody catches ends the process, and fails no request',
  async (_, place, signal) => {
    const member = cluster.members[place] ?? expect.fail('no process');
    await cluster.panel.faults({ path: '/query', delayMs: 1_000 });
    const calls = await cluster.panel.calls('GET /query');
    const underWay = ada.at(member.url).orders();
    await expect.poll(() => cluster.panel.calls('GET /query')).toBe(calls + 1);
    member.process.signal(signal);
    expect(await underWay).toEqual(signedInOutcome);
    expect(await member.process.exited).toEqual({ ok: false, reason: 'exit code 1' });
    const line = member.process
      .output()
      .split('\n')
      .find((each) => each.includes('"uncaught"'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 60, cause: 'Error' });
    expect(line).toContain('Nobody waits for this');
    await cluster.replace(place);
    expect(await ada.at(member.url).orders()).toEqual(signedInOutcome);
  },
);

it('an exception that leaves a request without an end keeps the process from its successor for no longer than eight seconds', async () => {
  const [member = expect.fail('no process')] = cluster.members;
  const { hostname, port } = new URL(member.url);
  const before = member.process.output().length;
  const endless = connect({ host: hostname, port: Number(port) });
  endless.on('error', () => undefined);
  // Its body never comes.
  endless.write(
    `POST /api/openCase HTTP/1.1\r\nHost: ${hostname}\r\nX-BFF: 1\r\nCookie: ${ada.jar.cookieHeader(new URL(member.url))}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
  );
  await delay(300);
  const start = performance.now();
  member.process.signal('SIGHUP');
  expect(await member.process.exited).toEqual({ ok: false, reason: 'exit code 1' });
  // Not at 24, as where it was asked to stop; a busy machine takes its time.
  expect((performance.now() - start) / 1_000).toBeLessThan(20);
  expect(member.process.output().slice(before)).toContain('"uncaught"');
  await cluster.replace(0);
  endless.destroy();
});
