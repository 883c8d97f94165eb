import { createApi, type Result } from 'bff/api';
import { createObserved } from 'bff/observed';
import type { SessionState } from 'bff/session';
import { createTransport } from 'bff/transport';
import { describe, expect, it } from 'vitest';
import type { StorefrontRoutes } from '../../server/api/index.ts';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { ada, grace } from './sampleSession.ts';

type Input = { status?: 'Draft' | 'Shipped' | null | undefined };

/** One tab, of somebody who is signed in. */
function setUp() {
  const server = fakeServer();
  const { observed: session, publish } = createObserved<Pick<SessionState, 'user'>>({ user: ada });
  const api = createApi<StorefrontRoutes>({
    transport: createTransport(server),
    // It looks at the user alone.
    session: session as never,
  });
  const become = (user: SessionState['user']) => publish({ user });
  const myOrders = api.query('myOrders');
  type Orders = Result<typeof myOrders>;

  /** A wire as the engine makes one, with everything that it has emitted. */
  function wire(input: Input) {
    const emitted: Orders[] = [];
    const adapter = new myOrders.adapter((result) => emitted.push(result));
    adapter.connect();
    // The engine passes whatever a component's property holds, `null` included.
    const update = (next: Input) => adapter.update(next as Parameters<typeof myOrders>[0]);
    update(input);
    return {
      emitted,
      update,
      disconnect: () => adapter.disconnect(),
      get last(): Orders {
        const result = emitted.at(-1);
        if (!result) throw new Error('Nothing was emitted');
        return result;
      },
    };
  }
  return { server, api, become, myOrders, wire };
}

const page = (number: string) => ({ items: [{ number }], next: null });

describe('wired queries', () => {
  it('can be called', async () => {
    const { server, myOrders } = setUp();
    const answer = myOrders({ status: 'Shipped' });
    expect(server.last.url).toBe('/api/myOrders?status=Shipped');
    await server.last.answer({ body: page('1') });
    expect(await answer).toEqual(page('1'));
  });

  it('emit at once, without data or error, and then the answer', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    expect(orders.emitted[0]).toMatchObject({ data: undefined, error: undefined });
    await server.last.answer({ body: page('1') });
    expect(orders.last).toMatchObject({ data: page('1'), error: undefined });
  });

  it('emit an error', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    await server.last.answer(problem(503, 'salesforce_unavailable'));
    expect(orders.last).toMatchObject({
      data: undefined,
      error: { status: 503, body: { errorCode: 'salesforce_unavailable' } },
    });
  });

  it('share one request and one frozen result where they are equal', async () => {
    const { server, wire } = setUp();
    const [one, two] = [wire({ status: 'Draft' }), wire({ status: 'Draft' })];
    expect(server.calls).toHaveLength(1);
    await server.last.answer({ body: page('1') });
    const late = wire({ status: 'Draft' });
    expect(server.calls).toHaveLength(1);
    expect(one.last).toBe(two.last);
    expect(late.last).toBe(one.last);
    expect(Object.isFrozen(one.last)).toBe(true);
    expect(Object.isFrozen(one.last.data?.items[0])).toBe(true);
  });

  it('do not share where their parameters differ', () => {
    const { server, wire } = setUp();
    wire({ status: 'Draft' });
    wire({ status: 'Shipped' });
    expect(server.calls).toHaveLength(2);
  });

  it('drop a late answer to old parameters', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    const [old] = server.calls;
    orders.update({ status: 'Shipped' });
    await server.last.answer({ body: page('new') });
    await old?.answer({ body: page('old') });
    expect(orders.last.data).toEqual(page('new'));
    expect(old?.init.signal?.aborted).toBe(true);
  });

  it('show nothing old while an answer to new parameters is on its way', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    await server.last.answer({ body: page('1') });
    orders.update({ status: 'Shipped' });
    expect(orders.last.data).toBeUndefined();
  });

  it('wait for a parameter that is undefined, and leave out one that is null', () => {
    const { server, wire } = setUp();
    const orders = wire({ status: undefined });
    expect(server.calls).toHaveLength(0);
    orders.update({ status: null });
    expect(server.last.url).toBe('/api/myOrders');
  });

  it('refresh every equal wire, keeping what there is until the answer comes', async () => {
    const { server, wire } = setUp();
    const [one, two] = [wire({ status: 'Draft' }), wire({ status: 'Draft' })];
    await server.last.answer({ body: page('1') });
    expect(server.last.init.headers).not.toHaveProperty('Cache-Control');
    const refreshed = one.last.refresh();
    expect(server.calls).toHaveLength(2);
    expect(server.last.init).toMatchObject({
      cache: 'no-cache',
      headers: { 'Cache-Control': 'no-cache', 'X-BFF': '1' },
    });
    expect(two.last.data).toEqual(page('1'));
    await server.last.answer({ body: page('2') });
    await refreshed;
    expect(one.last.data).toEqual(page('2'));
    expect(two.last).toBe(one.last);
  });

  it('take the newer of two refreshes, in whatever order they are answered', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    await server.last.answer({ body: page('1') });
    void orders.last.refresh();
    const older = server.last;
    void orders.last.refresh();
    await server.last.answer({ body: page('newer') });
    await older.answer({ body: page('older') });
    expect(orders.last.data).toEqual(page('newer'));
  });

  it.each([problem(503, 'salesforce_unavailable'), problem(429, 'rate_limited'), undefined])(
    'keep what there is where it cannot be read again just now, and say why',
    async (answer) => {
      const { server, wire } = setUp();
      const orders = wire({ status: 'Draft' });
      await server.last.answer({ body: page('1') });
      const before = orders.last.data;
      void orders.last.refresh();
      if (answer) await server.last.answer(answer);
      else await server.last.fail(new TypeError('Failed to fetch'));
      expect(orders.last.data).toBe(before);
      expect(orders.last.error?.status).toBe(answer?.status ?? 0);
      void orders.last.refresh();
      expect(orders.last).toMatchObject({ data: page('1'), error: undefined });
      await server.last.answer({ body: page('2') });
      expect(orders.last).toMatchObject({ data: page('2'), error: undefined });
    },
  );

  it.each([problem(404, 'not_found'), problem(403, 'forbidden')])(
    'keep nothing that they may not show any more',
    async (answer) => {
      const { server, wire } = setUp();
      const orders = wire({ status: 'Draft' });
      await server.last.answer({ body: page('1') });
      void orders.last.refresh();
      await server.last.answer(answer);
      expect(orders.last).toMatchObject({ data: undefined, error: { status: answer.status } });
    },
  );

  it('show a second attempt after an error as loading', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    await server.last.answer(problem(500, 'internal'));
    void orders.last.refresh();
    expect(orders.last).toMatchObject({ data: undefined, error: undefined });
  });

  it('forget a result when no wire uses it any more', async () => {
    const { server, wire } = setUp();
    const [one, two] = [wire({ status: 'Draft' }), wire({ status: 'Draft' })];
    await server.last.answer({ body: page('1') });
    one.disconnect();
    two.disconnect();
    expect(wire({ status: 'Draft' }).last.data).toBeUndefined();
    expect(server.calls).toHaveLength(2);
  });

  it('give up a request that nobody waits for, and ignore its answer', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    orders.disconnect();
    expect(server.last.init.signal?.aborted).toBe(true);
    await server.last.answer({ body: page('1') });
    expect(orders.last.data).toBeUndefined();
  });

  it('show nothing of one user to the next', async () => {
    const { server, become, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    await server.last.answer({ body: page('of Ada') });
    become(grace);
    expect(orders.last.data).toBeUndefined();
    await settled();
    await server.last.answer({ body: page('of Grace') });
    expect(orders.last.data).toEqual(page('of Grace'));
  });

  it('read nothing for nobody', async () => {
    const { server, become, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    const [running] = server.calls;
    become(null);
    await running?.answer({ body: page('of Ada') });
    await settled();
    expect(orders.last.data).toBeUndefined();
    expect(server.calls).toHaveLength(1);
  });

  it('keep what is the same for everybody when the user changes', async () => {
    const { server, api, become, wire } = setUp();
    const catalogue = api.publicQuery('catalogue');
    const emitted: Result<typeof catalogue>[] = [];
    const goods = new catalogue.adapter((result) => emitted.push(result));
    goods.update({ family: 'Coffee' });
    await server.last.answer({ body: page('of the shop') });
    const orders = wire({ status: 'Draft' });
    await server.last.answer({ body: page('of Ada') });
    become(grace);
    expect(orders.last.data).toBeUndefined();
    expect(emitted.at(-1)?.data).toEqual(page('of the shop'));
    await settled();
    expect(server.calls.map(({ url }) => url)).toEqual([
      '/api/catalogue?family=Coffee',
      '/api/myOrders?status=Draft',
      '/api/myOrders?status=Draft',
    ]);
  });

  it('read by themselves what they could not read without a connection', async () => {
    const { server, wire } = setUp();
    const [orders, others] = [wire({ status: 'Draft' }), wire({ status: 'Shipped' })];
    await server.calls[0]?.fail(new TypeError('Failed to fetch'));
    await server.calls[1]?.answer(problem(503, 'salesforce_unavailable'));
    expect(orders.last.error?.body.errorCode).toBe('network_error');
    window.dispatchEvent(new Event('online'));
    expect(server.calls).toHaveLength(3);
    expect(server.last.url).toBe('/api/myOrders?status=Draft');
    await server.last.answer({ body: page('1') });
    expect(orders.last.data).toEqual(page('1'));
    window.dispatchEvent(new Event('online'));
    expect(server.calls).toHaveLength(3);
    expect(others.last.error?.body.errorCode).toBe('salesforce_unavailable');
  });

  it('leave what is not on the page any more when there is a connection again', async () => {
    const { server, wire } = setUp();
    const orders = wire({ status: 'Draft' });
    await server.last.fail(new TypeError('Failed to fetch'));
    orders.disconnect();
    window.dispatchEvent(new Event('online'));
    expect(server.calls).toHaveLength(1);
  });
});
