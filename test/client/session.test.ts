import { createSession, type SessionState } from 'bff/session';
import { createTransport } from 'bff/transport';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from './eventually.ts';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { ada, grace, living, nobody } from './sampleSession.ts';

const watched: (() => void)[] = [];

/** One tab. */
function setUp() {
  const server = fakeServer();
  const transport = createTransport(server);
  const navigate = vi.fn();
  const session = createSession({ transport, navigate });
  const seen: SessionState[] = [];
  session.subscribe((state) => seen.push(state));
  const watch = () => {
    const stop = session.watch();
    watched.push(stop);
    return stop;
  };
  return { server, transport, navigate, session, seen, watch };
}

/** One in which somebody is signed in. */
async function signedIn(answer = living(ada)) {
  const tab = setUp();
  tab.watch();
  await tab.server.last.answer(answer);
  return tab;
}

afterEach(() => {
  for (const stop of watched.splice(0)) stop();
  vi.useRealTimers();
  window.history.replaceState(null, '', '/');
});

describe('session', () => {
  it('finds out who is signed in', async () => {
    const { server, session, seen } = setUp();
    expect(session.value.user).toBeUndefined();
    void session.read();
    expect(server.last.url).toBe('/auth/session');
    await server.last.answer(living(ada));
    expect(session.value).toEqual({
      user: ada,
      ended: false,
      error: undefined,
      ending: undefined,
    });
    expect(seen).toHaveLength(2);
  });

  it('finds that nobody is, which ends nothing', async () => {
    const { server, session } = setUp();
    void session.read();
    await server.last.answer(nobody);
    expect(session.value).toMatchObject({ user: null, ended: false });
  });

  it('ends at a 401 of any call', async () => {
    const { server, transport, session } = await signedIn();
    const failed = transport.get('/api/myOrders').catch(() => 'failed');
    await server.last.answer(problem(401, 'session_expired'));
    expect(await failed).toBe('failed');
    expect(session.value).toMatchObject({ user: null, ended: true });
  });

  it('says why it does not know, and tries again', async () => {
    const { server, session } = setUp();
    void session.read();
    await server.last.answer(problem(503, 'store_unavailable'));
    expect(session.value.error?.body.errorCode).toBe('store_unavailable');
    void session.read();
    expect(session.value.error).toBeUndefined();
    await server.last.answer(living(ada));
    expect(session.value.user).toEqual(ada);
  });

  it('takes the latest of two looks', async () => {
    const { server, session } = setUp();
    void session.read();
    const first = server.last;
    void session.read();
    await server.last.answer(living(grace));
    await first.answer(living(ada));
    expect(session.value.user).toEqual(grace);
  });

  it('does not wait for the second of two looks once the first has found out', async () => {
    const { server, session } = setUp();
    void session.read();
    const first = server.last;
    void session.read();
    await first.answer(living(ada));
    expect(session.value.user).toEqual(ada);
    await server.last.answer(living(grace));
    expect(session.value.user).toEqual(grace);
  });

  it('does not believe a look from before the session ended', async () => {
    const { server, transport, session } = await signedIn();
    void session.read();
    const look = server.last;
    void transport.get('/api/myOrders').catch(() => {});
    await server.last.answer(problem(401, 'session_expired'));
    await look.answer(living(ada));
    expect(session.value).toMatchObject({ user: null, ended: true });
  });

  describe('where a look is cut off, as when the page is left or the computer wakes up', () => {
    beforeEach(() => void vi.useFakeTimers());
    const cutOff = () => new TypeError('Failed to fetch');

    async function during<T>(what: Promise<T>, ms = 10) {
      await vi.advanceTimersByTimeAsync(ms);
      await what;
    }

    it.each([
      ['nobody knows yet who is there', undefined],
      ['somebody is signed in', ada],
    ])('looks again before it says so, and %s', async (_, user) => {
      const { server, session, seen, watch } = setUp();
      watch();
      if (user) {
        await during(server.last.answer(living(user)));
        void session.read();
      }
      const looks = server.calls.length;
      await during(server.last.fail(cutOff()));
      expect(session.value).toMatchObject({ user, error: undefined });
      await vi.advanceTimersByTimeAsync(1000);
      expect(server.calls).toHaveLength(looks + 1);
      await during(server.last.answer(living(ada)));
      expect(session.value.user).toEqual(ada);
      expect(seen.map(({ error }) => error)).not.toContainEqual(expect.anything());
    });

    it('says so when the second one is, too', async () => {
      const { server, session, watch } = setUp();
      watch();
      await during(server.last.fail(cutOff()));
      await vi.advanceTimersByTimeAsync(1000);
      await during(server.last.fail(cutOff()));
      expect(session.value.error?.body.errorCode).toBe('network_error');
    });
  });

  it('keeps one object for one person, so that a change of person is seen', async () => {
    const { server, session } = await signedIn();
    const { user } = session.value;
    void session.read();
    await server.last.answer(living({ ...ada }));
    expect(session.value.user).toBe(user);
    void session.read();
    await server.last.answer(living({ ...ada, organizationId: '00E' }));
    expect(session.value.user).not.toBe(user);
  });

  describe('where it cannot be found out whether somebody is still signed in', () => {
    beforeEach(() => void vi.useFakeTimers());

    it.each([
      ['the store is away', problem(503, 'store_unavailable'), 'store_unavailable'],
      ['there is no connection', undefined, 'network_error'],
    ])('because %s, it says that, and keeps who was', async (_, answer, errorCode) => {
      const tab = setUp();
      tab.watch();
      const [first] = tab.server.calls;
      const answered = first?.answer(living(ada, { idle: 60 }));
      await vi.advanceTimersByTimeAsync(61_000);
      await answered;
      // The session's time is up by then.
      const cutOff = () => tab.server.last.fail(new TypeError('Failed to fetch'));
      const look = answer ? tab.server.last.answer(answer) : cutOff();
      await vi.advanceTimersByTimeAsync(answer ? 10 : 1010);
      await look;
      if (!answer) {
        const second = cutOff();
        await vi.advanceTimersByTimeAsync(10);
        await second;
      }
      const looks = tab.server.calls.length;
      expect(tab.session.value).toMatchObject({ user: ada, ended: false });
      expect(tab.session.value.error?.body.errorCode).toBe(errorCode);

      await vi.advanceTimersByTimeAsync(30_000);
      expect(tab.server.calls).toHaveLength(looks + 1);
      const again = tab.server.last.answer(nobody);
      await vi.advanceTimersByTimeAsync(10);
      await again;
      expect(tab.session.value).toMatchObject({ user: null, ended: true, error: undefined });
    });
  });

  describe('as its end comes', () => {
    beforeEach(() => void vi.useFakeTimers());

    /** Lets time pass, and answers what is asked when it has. */
    async function pass(
      seconds: number,
      { server }: ReturnType<typeof setUp>,
      answer: ReturnType<typeof living> | typeof nobody,
    ) {
      const before = server.calls.length;
      await vi.advanceTimersByTimeAsync(seconds * 1000);
      expect(server.calls.length - before, `after ${seconds} s`).toBe(1);
      const answered = server.last.answer(answer);
      await vi.advanceTimersByTimeAsync(10);
      await answered;
    }

    async function opened(left: Parameters<typeof living>[1]) {
      const tab = setUp();
      tab.watch();
      const answered = tab.server.last.answer(living(ada, left));
      await vi.advanceTimersByTimeAsync(10);
      await answered;
      return tab;
    }

    const minutesLeft = ({ session }: ReturnType<typeof setUp>) =>
      Math.round(((session.value.ending?.at ?? Number.NaN) - session.now()) / 60_000);

    it('looks two minutes before, every minute from then on, and after it', async () => {
      const tab = await opened({ idle: 1800 });
      expect(tab.session.value.ending).toBeUndefined();
      await pass(1680, tab, living(ada, { idle: 120 }));
      expect(tab.session.value.ending?.isIdle).toBe(true);
      expect(minutesLeft(tab)).toBe(2);
      await pass(61, tab, living(ada, { idle: 59 }));
      expect(minutesLeft(tab)).toBe(1);
      await pass(60, tab, nobody);
      expect(tab.session.value).toMatchObject({ user: null, ended: true, ending: undefined });
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(tab.server.calls).toHaveLength(4);
    });

    it('looks a quarter of a short idle time before', async () => {
      const tab = await opened({ idle: 60, idleSeconds: 60 });
      await pass(45, tab, living(ada, { idle: 15, idleSeconds: 60 }));
      expect(minutesLeft(tab)).toBe(0);
    });

    it('warns of nothing where the page, or another tab, has used it meanwhile', async () => {
      const tab = await opened({ idle: 1800 });
      await pass(1680, tab, living(ada, { idle: 1500 }));
      expect(tab.session.value.ending).toBeUndefined();
      await pass(1380, tab, living(ada, { idle: 120 }));
      expect(tab.session.value.ending).toBeDefined();
    });

    it('tells the absolute end, which nothing moves, from the idle one', async () => {
      const tab = await opened({ absolute: 100 });
      expect(tab.session.value.ending?.isIdle).toBe(false);
    });

    it('looks at once when a call of the page’s may have moved it', async () => {
      const tab = await opened({ idle: 100 });
      const read = tab.transport.get('/api/myOrders');
      const answered = tab.server.last.answer({});
      await pass(1, tab, living(ada));
      await Promise.all([read, answered]);
      expect(tab.session.value.ending).toBeUndefined();
    });

    it('begins the idle time anew, whatever an earlier look answers later', async () => {
      const tab = await opened({ idle: 100 });
      void tab.session.read();
      const early = tab.server.last;
      const extended = tab.session.extend();
      expect(tab.server.last.url).toBe('/auth/session/extend');
      expect(tab.server.last.init.method).toBe('POST');
      const answers = [
        tab.server.last.answer(living(ada)),
        early.answer(living(ada, { idle: 100 })),
      ];
      await vi.advanceTimersByTimeAsync(10);
      await Promise.all([extended, ...answers]);
      expect(tab.session.value.ending).toBeUndefined();
      await pass(1680, tab, living(ada, { idle: 120 }));
    });

    it('rejects where it could not be extended, and warns on', async () => {
      const tab = await opened({ idle: 100 });
      const failed = tab.session.extend().catch((error) => error.body.errorCode);
      const answered = tab.server.last.answer(problem(503, 'store_unavailable'));
      await vi.advanceTimersByTimeAsync(10);
      await answered;
      expect(await failed).toBe('store_unavailable');
      expect(tab.session.value.ending).toBeDefined();
    });

    it('asks a server of an earlier release, which says less, no more than once a day', async () => {
      const tab = setUp();
      tab.watch();
      const soon = new Date(Date.now() + 60_000).toISOString();
      const body = { user: ada, idleExpiresAt: soon, expiresAt: soon };
      const answered = tab.server.last.answer({ body });
      await vi.advanceTimersByTimeAsync(23 * 3_600_000);
      await answered;
      expect(tab.session.value.user).toEqual(ada);
      expect(tab.server.calls).toHaveLength(1);
    });
  });

  it('looks again, once, when the page comes back to the front, until it is stopped', async () => {
    const { server, watch } = setUp();
    const stop = watch();
    const comeBack = [
      () => document.dispatchEvent(new Event('visibilitychange')),
      () => window.dispatchEvent(new Event('focus')),
      () => window.dispatchEvent(new Event('online')),
      () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    ];
    for (const [at, event] of comeBack.entries()) {
      event();
      await settled();
      expect(server.calls).toHaveLength(at + 2);
    }
    for (const event of comeBack) event();
    await settled();
    expect(server.calls).toHaveLength(6);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    await settled();
    expect(server.calls).toHaveLength(6);
    stop();
    for (const event of comeBack) event();
    await settled();
    expect(server.calls).toHaveLength(6);
  });

  describe('beside another tab', () => {
    it('looks again when that signs out', async () => {
      const [here, there] = [await signedIn(), await signedIn()];
      void there.session.signOut();
      await there.server.last.answer({ body: { redirectTo: '/' } });
      await eventually(() => expect(here.server.calls).toHaveLength(2));
      await here.server.last.answer(nobody);
      expect(here.session.value).toMatchObject({ user: null, ended: true });
    });

    it('looks again when somebody else is signed in there, and when they come back', async () => {
      const [here, there] = [await signedIn(), setUp()];
      void there.session.read();
      await there.server.last.answer(living(grace));
      await eventually(() => expect(here.server.calls).toHaveLength(2));
      await here.server.last.answer(living(grace));
      expect(here.session.value.user).toEqual(grace);
    });

    it('looks again when that has more time', async () => {
      const [here, there] = [await signedIn(living(ada, { idle: 60 })), await signedIn()];
      void there.session.extend();
      await there.server.last.answer(living(ada));
      await eventually(() => expect(here.server.calls).toHaveLength(2));
      await here.server.last.answer(living(ada));
      expect(here.session.value.ending).toBeUndefined();
    });

    it('does not where that knows the same person', async () => {
      const here = await signedIn();
      await signedIn(living({ ...ada }));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(here.server.calls).toHaveLength(1);
    });
  });

  it('goes to sign in and comes back to the same page', () => {
    const { navigate, session } = setUp();
    window.history.replaceState(null, '', '/orders?status=Shipped');
    session.signIn();
    expect(navigate).toHaveBeenCalledWith('/auth/login?returnTo=%2Forders%3Fstatus%3DShipped');
    session.signIn('/');
    expect(navigate).toHaveBeenLastCalledWith('/auth/login?returnTo=%2F');
  });

  it.each([
    [undefined, {}],
    [{ everywhere: true as const }, { everywhere: true }],
  ])('signs out (%j) and follows where the server says', async (which, body) => {
    const { server, navigate, session } = await signedIn();
    void session.signOut(which);
    expect(server.last.url).toBe('/auth/logout');
    expect(server.last.init.method).toBe('POST');
    expect(JSON.parse(String(server.last.init.body))).toEqual(body);
    await server.last.answer({ body: { redirectTo: 'https://login.example/end' } });
    expect(session.value).toMatchObject({ user: null, ended: false });
    expect(navigate).toHaveBeenCalledWith('https://login.example/end');
  });

  it('ends other sessions and stays in this one', async () => {
    const { server, navigate, session } = await signedIn();
    const ended = session.endOther({ sessionId: 'k' });
    expect(server.last.url).toBe('/auth/logout');
    expect(JSON.parse(String(server.last.init.body))).toEqual({ sessionId: 'k' });
    await server.last.answer({ body: { redirectTo: '/' } });
    await ended;
    expect(session.value.user).toEqual(ada);
    expect(navigate).not.toHaveBeenCalled();
  });

  it('does not pretend to be signed out when it is not', async () => {
    const { server, navigate, session } = await signedIn();
    const failed = session.signOut().catch(() => 'failed');
    await server.last.answer(problem(503, 'store_unavailable'));
    expect(await failed).toBe('failed');
    await settled();
    expect(session.value.user).toEqual(ada);
    expect(navigate).not.toHaveBeenCalled();
  });
});
