import { createApi, type Result } from 'bff/api';
import { createObserved } from 'bff/observed';
import type { SessionState } from 'bff/session';
import { createTransport, RequestError } from 'bff/transport';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StorefrontRoutes } from '../../server/api/index.ts';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { ada, grace } from './sampleSession.ts';

const done = (body: object = { id: '500A', number: '00001' }) => ({
  body,
  headers: { 'X-BFF-Refreshes': 'myCases, myOrders' },
});
const page = (number: string) => ({ items: [{ number }], next: null });
const draft = { subject: 'Lost', description: 'It never came.' };

/** One tab of somebody, with wires on its page. */
function tab(user: SessionState['user'] = ada) {
  const server = fakeServer();
  const { observed: session, publish } = createObserved<Pick<SessionState, 'user'>>({ user });
  const api = createApi<StorefrontRoutes>({
    transport: createTransport(server),
    // It looks at the user alone.
    session: session as never,
  });
  const wire = (name: 'myCases' | 'myOrders' | 'catalogue') => {
    const query = api.query(name);
    const emitted: Result<typeof query>[] = [];
    const adapter = new query.adapter((result) => emitted.push(result as never));
    adapter.update({});
    return {
      get data() {
        return emitted.at(-1)?.data;
      },
    };
  };
  return {
    server,
    openCase: api.command('openCase'),
    wire,
    become: (next: SessionState['user']) => publish({ user: next }),
    /** What was asked since, by path. */
    asked: (since = 0) => server.calls.slice(since).map(({ url }) => url),
  };
}

/** Messages between tabs take a moment. */
const told = () => new Promise((resolve) => setTimeout(resolve, 30));

/** What any script of the origin could say. */
function say(words: unknown) {
  const channel = new BroadcastChannel('bff-stale:00D/005A');
  channel.postMessage(words);
  channel.close();
  return told();
}

function see(visibility: 'visible' | 'hidden') {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  document.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => vi.restoreAllMocks());

describe('a command', () => {
  it('posts its input, and answers with what the server says', async () => {
    const { server, openCase } = tab();
    const opened = openCase(draft);
    expect(server.last.url).toBe('/api/openCase');
    expect(server.last.init).toMatchObject({
      method: 'POST',
      headers: { 'X-BFF': '1', 'Content-Type': 'application/json' },
    });
    expect(JSON.parse(String(server.last.init.body))).toEqual(draft);
    await server.last.answer(done());
    expect(await opened).toEqual({ id: '500A', number: '00001' });
  });

  it('lets the queries that it refreshes be read anew, as far as they are on the page', async () => {
    const { server, openCase, wire, asked } = tab();
    const [cases, orders, catalogue] = [wire('myCases'), wire('myOrders'), wire('catalogue')];
    for (const call of server.calls) await call.answer({ body: page('old') });
    void openCase(draft);
    await server.last.answer(done());
    expect(asked(4)).toEqual(['/api/myCases', '/api/myOrders']);
    expect(server.calls[4]?.init).toMatchObject({
      cache: 'no-cache',
      headers: { 'Cache-Control': 'no-cache' },
    });
    // Until the answer comes there is what there was.
    expect(cases.data).toEqual(page('old'));
    for (const call of server.calls.slice(4)) await call.answer({ body: page('new') });
    expect([cases.data, orders.data, catalogue.data]).toEqual([
      page('new'),
      page('new'),
      page('old'),
    ]);
  });

  it('drops what was asked before it was done', async () => {
    const { server, openCase, wire } = tab();
    const cases = wire('myCases');
    const [early] = server.calls;
    void openCase(draft);
    await server.last.answer(done());
    await early?.answer({ body: page('early') });
    expect(early?.init.signal?.aborted).toBe(true);
    await server.last.answer({ body: page('late') });
    expect(cases.data).toEqual(page('late'));
  });

  it('has been done even if no more than the head of its answer arrives', async () => {
    const { server, openCase, wire, asked } = tab();
    wire('myCases');
    const opened = openCase(draft).catch((error: unknown) => error);
    const headers = { 'X-BFF-Refreshes': 'myCases' };
    await server.last.answer(new Response('{"id":"500', { headers }));
    expect(await opened).toBeInstanceOf(RequestError);
    expect(asked(2)).toEqual(['/api/myCases']);
  });

  it('says by field what is wrong with its input, and lets everything be', async () => {
    const { server, openCase, wire, asked } = tab();
    wire('myCases');
    const opened = openCase(draft).catch((error: unknown) => error);
    const errors = [{ field: 'subject', message: 'is too long' }];
    await server.last.answer(problem(422, 'invalid_input', { errors }));
    expect(await opened).toMatchObject({ status: 422, body: { errors } });
    expect(asked(2)).toEqual([]);
  });

  it('that got no answer lets everything be, and can be said again', async () => {
    const { server, openCase, wire, asked } = tab();
    wire('myCases');
    const first = openCase(draft).catch((error: unknown) => error);
    await server.last.fail(new TypeError('Failed to fetch'));
    expect(await first).toMatchObject({ body: { errorCode: 'network_error' } });
    window.dispatchEvent(new Event('online'));
    expect(asked(2)).toEqual([]);
    void openCase(draft);
    expect(server.last.init.body).toBe(server.calls[1]?.init.body);
  });
});

describe("a command's word to other tabs", () => {
  it('lets those of the same person read again', async () => {
    const [here, there] = [tab(), tab()];
    there.wire('myCases');
    there.wire('catalogue');
    void here.openCase(draft);
    await here.server.last.answer(done());
    await told();
    expect(there.asked(2)).toEqual(['/api/myCases']);
    expect(there.server.last.init.headers).toMatchObject({ 'Cache-Control': 'no-cache' });
  });

  it('carries the names of queries and nothing else', async () => {
    const heard: unknown[] = [];
    const listener = new BroadcastChannel('bff-stale:00D/005A');
    listener.addEventListener('message', ({ data }) => heard.push(data));
    const { server, openCase } = tab();
    void openCase(draft);
    await server.last.answer(done());
    await told();
    listener.close();
    expect(heard).toEqual([['myCases', 'myOrders']]);
  });

  it('does not reach those of somebody else, or of nobody', async () => {
    const [here, hers, empty] = [tab(), tab(grace), tab(null)];
    for (const other of [hers, empty]) other.wire('myCases');
    const left = tab();
    left.wire('myCases');
    left.become(null);
    void here.openCase(draft);
    await here.server.last.answer(done());
    await told();
    for (const other of [hers, empty, left]) expect(other.asked(1)).toEqual([]);
  });

  it('reaches whoever has signed in since', async () => {
    const [here, there] = [tab(), tab(null)];
    there.become(ada);
    there.wire('myCases');
    void here.openCase(draft);
    await here.server.last.answer(done());
    await told();
    expect(there.asked(1)).toEqual(['/api/myCases']);
  });

  it('waits in a tab that nobody sees until somebody does, and is said once then', async () => {
    const there = tab();
    there.wire('myCases');
    see('hidden');
    await say(['myCases']);
    await say(['myCases']);
    expect(there.asked(1)).toEqual([]);
    see('visible');
    await settled();
    expect(there.asked(1)).toEqual(['/api/myCases']);
    see('visible');
    expect(there.asked(2)).toEqual([]);
  });

  it('is dropped by a tab that nobody sees when its user changes', async () => {
    const there = tab();
    there.wire('myCases');
    see('hidden');
    await say(['myCases']);
    there.become(null);
    see('visible');
    await settled();
    expect(there.asked(1)).toEqual([]);
  });

  it.each([
    'myCases',
    null,
    42,
    { names: ['myCases'] },
    [['myCases']],
    ['/api/myCases', '', 'constructor', 7],
    [{ toString: 'myCases' }],
  ])('of another shape, %j, does nothing', async (words) => {
    const there = tab();
    there.wire('myCases');
    await say(words);
    expect(there.asked(1)).toEqual([]);
  });
});
