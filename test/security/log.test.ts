import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { type Collector, startCollector } from '../collector.ts';
import { linesSince, wholeLog } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings: { LOG_LEVEL: 'trace' } });
});
afterEach(() => product.panel.faults());
afterAll(() => product.stop());

interface Line {
  readonly event: string;
  readonly level: number;
  readonly requestId?: string;
  readonly [name: string]: unknown;
}

/** The log as the operator's tools read it: every line must be JSON. */
const lines = (): Line[] =>
  product
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** What is written meanwhile. */
async function written(act: () => Promise<unknown>): Promise<readonly Line[]> {
  const before = product.log().length;
  await act();
  // As all lines have them.
  return (await linesSince(product, before)) as readonly Line[];
}

const visitor = () => createVisitor(product.appUrl);

async function signedIn() {
  const ada = visitor();
  await ada.signIn('ada@northwind.example');
  return ada;
}

describe('the log', () => {
  it('#67 names who comes and goes as events, each with the id of its request', async () => {
    const events = await written(async () => (await signedIn()).signOut());
    for (const event of ['sign_in', 'sign_out']) {
      const line = events.find((candidate) => candidate.event === event);
      expect([event, typeof line?.requestId]).toEqual([event, 'string']);
    }
  });

  it.each([
    [
      'a sign-in that Salesforce refuses',
      'sign_in_refused',
      async () => {
        const stranger = visitor();
        const { authorize } = await stranger.setOut();
        const state = authorize.searchParams.get('state');
        const error = 'error=access_denied&error_description=end-user+denied+authorization';
        await stranger.ask(`/auth/callback?${error}&state=${state}`);
      },
    ],
    [
      'a request from elsewhere',
      'problem',
      () => visitor().ask('/api/myOrders', { headers: { 'X-BFF': '0' } }),
    ],
    ['one of nobody', 'problem', () => visitor().ask('/api/myOrders')],
    ['input that is refused', 'problem', async () => (await signedIn()).ask('/api/myOrders?x=1')],
  ])('#67 names %s', async (_, event, act) => {
    const found = (await written(act)).filter((line) => line.event === event);
    expect(found).toHaveLength(1);
    expect(found[0]?.code).toMatch(/^[a-z_]+$/);
    expect(found[0]?.requestId).toMatch(/^[\w-]{8,}$/);
  });

  it('#67 has nothing in it that would let its reader in, also at its most talkative', async () => {
    await written(async () => {
      const ada = await signedIn();
      await ada.orders();
      await product.panel.expire('access');
      await ada.orders();
      await ada.ask('/api/catalogue?search=secret-of-a-visitor');
      await ada.ask('/api/myOrders?status=secret-of-a-visitor');
      const body = JSON.stringify({ subject: 'secret-of-a-visitor', description: 'x', more: 1 });
      const headers = { 'Content-Type': 'application/json' };
      await ada.ask('/api/openCase', { method: 'POST', headers, body });
      expect(await wholeLog(product)).not.toContain(ada.sessionId());
      await ada.signOut();
    });
    const secrets = await product.panel.secrets();
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(product.log()).not.toContain(secret);
    expect(product.log()).not.toMatch(/secret-of-a-visitor|SELECT |session=s/);
    expect(product.log()).not.toMatch(/ada@northwind\.example/);
  });

  it('#67 takes no line breaks from outside', async () => {
    await written(() => visitor().ask('/api/x%0d%0a%7B%22event%22:%22sign_in%22%7D'));
    expect(lines().every(({ event }) => typeof event === 'string')).toBe(true);
  });
});

describe('what goes wrong inside', () => {
  const faults: readonly (readonly [what: string, fault: object, cause: RegExp])[] = [
    ['an answer of another shape', { status: 200, body: { secretDetail: 1 } }, /shape|records/],
    ['an error of Salesforce’s', { status: 500, body: 'secretDetail' }, /500/],
    [
      'a query that it refuses',
      { status: 400, body: [{ errorCode: 'MALFORMED_QUERY', message: 'secretDetail' }] },
      /MALFORMED_QUERY|secretDetail/,
    ],
  ];

  it.each(faults)('#68 says nothing outward, and why in the log: %s', async (_, fault, cause) => {
    const ada = await signedIn();
    await product.panel.faults({ path: '/query', ...fault });
    let body = '';
    let status = 0;
    const found = await written(async () => {
      ({ body, status } = await ada.ask('/api/myOrders'));
    });
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body).not.toMatch(/secretDetail|MALFORMED|SELECT|\.ts|node_modules|stack/i);
    const problem = JSON.parse(body);
    expect(Object.keys(problem).toSorted()).toEqual([
      'code',
      'detail',
      'requestId',
      'status',
      'title',
      'type',
    ]);
    const line = found.find(
      ({ event, requestId }) => event === 'problem' && requestId === problem.requestId,
    );
    expect(JSON.stringify(line)).toMatch(cause);
  });
});

describe('what is written and what is sent to a collector, when everything has happened', () => {
  const marker = 'typed-in-by-a-visitor';
  const key = 'key-of-the-collector';
  const people: Visitor[] = [];
  let collector: Collector;
  let cluster: Cluster;
  let secrets: readonly string[];
  /** What stood in a query that was sent to Salesforce. */
  let orderId = '';

  beforeAll(async () => {
    collector = await startCollector();
    cluster = await startCluster({
      processes: 1,
      replica: true,
      settings: {
        LOG_LEVEL: 'trace',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: `X-Key=${key}`,
      },
    });
    await happenings();
    secrets = await cluster.panel.secrets();
    // It sends what is left.
    await cluster.members[0]?.process.stop();
  });
  afterAll(async () => {
    await cluster.stop();
    await collector.close();
  });

  async function happenings(): Promise<void> {
    const { panel } = cluster;
    const [ada, alan] = [createVisitor(cluster.appUrl), createVisitor(cluster.appUrl)];
    people.push(ada, alan);
    await ada.signIn('ada@northwind.example');
    await alan.signIn('alan@northwind.example');
    const { authorize } = await alan.setOut();
    const state = authorize.searchParams.get('state');
    await alan.ask(`/auth/callback?error=access_denied&error_description=denied&state=${state}`);
    const { items } = JSON.parse((await ada.ask('/api/myOrders')).body);
    orderId = items[0].id;
    const paths = [
      `/api/myOrder?id=${orderId}`,
      `/api/myOrders?status=${marker}`,
      `/api/catalogue?search=${marker}`,
      '/api/mySpending?from=2026-01-01&to=2026-12-31',
      `/api/${marker}`,
      '/auth/sessions',
    ];
    for (const path of paths) await ada.ask(path);
    const json = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ subject: marker, description: marker });
    const opened = await ada.ask('/api/openCase', { method: 'POST', headers: json, body });
    expect(opened.status).toBe(200);
    await ada.ask('/api/myOrders', { headers: { 'X-BFF': marker } });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    await ada.ask('/api/myOrders', { headers: { traceparent, tracestate: `x=${marker}` } });
    await panel.expire('access');
    expect((await ada.orders()).status).toBe(200);
    // Errors, whose text quotes what was sent.
    for (const fault of [
      { path: '/query', status: 400, body: [{ errorCode: 'MALFORMED_QUERY', message: marker }] },
      { path: '/query', drop: 'before' },
      { path: '/query', status: 500, body: marker },
    ]) {
      await panel.faults(fault);
      await ada.ask(`/api/myOrder?id=${orderId}`);
    }
    await panel.faults();
    await panel.expire('access');
    await panel.expire('refresh');
    await alan.orders();
    await ada.signOut();
  }

  /** Each cookie's value in every form, as browsers have got it. */
  const cookies = () =>
    people
      .flatMap(({ jar }) => jar.exchanges)
      .flatMap(({ headers }) => [...headers.matchAll(/^set-cookie: [^=]+=([^;\s]{16,})/gim)])
      .flatMap(([, value = '']) => [value, decodeURIComponent(value), ...value.split(/%3A|\./)])
      .filter((value) => value.length > 16);

  it('#67 is there', () => {
    const spans = new Set(collector.spans().map(({ name }) => name));
    for (const name of [
      ...['GET myOrders', 'POST openCase', 'GET /auth/callback', 'GET unknown'],
      ...['GET query', 'POST composite', 'POST token', 'HGETALL', 'EVALSHA', 'SELECT'],
    ]) {
      expect(spans).toContain(name);
    }
    expect(spans).not.toContain('GET /readyz');
    const metrics = collector.metrics().map(({ name }) => name);
    for (const name of ['lwc_bff.sign_ins', 'lwc_bff.refreshes', 'lwc_bff.csrf.refusals']) {
      expect(metrics).toContain(name);
    }
    for (const headers of collector.headers()) expect(headers['x-key']).toBe(key);
  });

  it.each([
    ['the log', () => cluster.log()],
    ['metrics and traces', () => collector.received()],
  ])('#67 has no token, code, cookie, secret or typed-in value: %s', (_, text) => {
    expect(secrets.length).toBeGreaterThan(8);
    expect(cookies().length).toBeGreaterThan(4);
    const { SESSION_SECRET = '', SALESFORCE_CLIENT_SECRET = '' } = cluster.settings;
    const ids = people.map((visitor) => visitor.sessionId() ?? '').filter((id) => id !== '');
    const forbidden = [...secrets, ...cookies(), ...ids, SESSION_SECRET, SALESFORCE_CLIENT_SECRET];
    for (const secret of [...forbidden, key, orderId, 'SELECT Id', '@northwind.example']) {
      expect(secret).not.toBe('');
      expect(text()).not.toContain(secret);
    }
    // In a path, which the log has, the visitor has typed it as an address.
    expect(text().replaceAll(`/api/${marker}`, '')).not.toContain(marker);
  });

  it('#67 has no attribute whose values could be anything', () => {
    const pointsOf = collector.metrics().flatMap(({ points }) => points);
    const values = new Map<string, Set<unknown>>();
    for (const { key: name, value } of pointsOf.flatMap(({ attributes }) => attributes)) {
      const [known] = Object.values(value);
      values.set(name, (values.get(name) ?? new Set()).add(known));
    }
    expect(values.size).toBeGreaterThan(5);
    for (const [name, found] of values) {
      for (const value of found) expect(`${name}=${value}`).toMatch(/^[\w.]+=[\w/. -]{1,40}$/);
      expect([name, found.size < 30]).toEqual([name, true]);
    }
  });

  it('#67 says of a request what Redis and Postgres were asked for it', () => {
    const lines = cluster.log().split('\n');
    const spending = lines.find((line) => line.includes('"route":"mySpending"'));
    const { storeCalls, storeMs, replicaCalls, replicaMs } = JSON.parse(spending ?? '{}');
    expect([storeCalls > 0, storeMs >= 0, replicaCalls, replicaMs >= 0]).toEqual([
      ...[true, true, 1, true],
    ]);
  });

  it('#67 joins the trace that a proxy has begun, and no one else’s', () => {
    const joined = collector.spans().filter(({ traceId }) => traceId.startsWith('0af7651916cd'));
    const [request] = joined.filter(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331');
    expect(request?.name).toBe('GET myOrders');
    const children = joined.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    expect(children.map(({ name }) => name)).toContain('GET query');
    const line = cluster
      .log()
      .split('\n')
      .filter((text) => text.includes('0af7651916cd'));
    expect(line).toHaveLength(1);
  });
});
