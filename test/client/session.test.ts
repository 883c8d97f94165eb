import { createSession, type SessionState } from 'bff/session';
import { createTransport } from 'bff/transport';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';

const ada = {
  id: '005A',
  organizationId: '00D',
  username: 'ada',
  name: 'Ada',
  email: 'a@x.example',
};
const grace = { ...ada, id: '005G', name: 'Grace' };

function setUp() {
  const server = fakeServer();
  const transport = createTransport(server);
  const navigate = vi.fn();
  const session = createSession({ transport, navigate });
  const seen: SessionState[] = [];
  session.subscribe((state) => seen.push(state));
  return { server, transport, navigate, session, seen };
}

afterEach(() => {
  vi.useRealTimers();
  window.history.replaceState(null, '', '/');
});

describe('session', () => {
  it('finds out who is signed in', async () => {
    const { server, session, seen } = setUp();
    expect(session.value.user).toBeUndefined();
    void session.read();
    expect(server.last.url).toBe('/auth/session');
    await server.last.answer({ body: { user: ada } });
    expect(session.value).toEqual({ user: ada, ended: false, error: undefined });
    expect(seen).toHaveLength(2);
  });

  it('finds that nobody is, which ends nothing', async () => {
    const { server, session } = setUp();
    void session.read();
    await server.last.answer({ body: { user: null } });
    expect(session.value).toMatchObject({ user: null, ended: false });
  });

  it('ends at a 401 of any call', async () => {
    const { server, transport, session } = setUp();
    void session.read();
    await server.last.answer({ body: { user: ada } });
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
    await server.last.answer({ body: { user: ada } });
    expect(session.value.user).toEqual(ada);
  });

  it('keeps who is known when a later look fails', async () => {
    const { server, session } = setUp();
    void session.read();
    await server.last.answer({ body: { user: ada } });
    void session.read();
    await server.last.answer(problem(503, 'store_unavailable'));
    expect(session.value).toMatchObject({ user: ada, error: undefined });
  });

  it('takes the latest of two looks', async () => {
    const { server, session } = setUp();
    void session.read();
    const first = server.last;
    void session.read();
    await server.last.answer({ body: { user: grace } });
    await first.answer({ body: { user: ada } });
    expect(session.value.user).toEqual(grace);
  });

  it('looks again when the session should have run out', async () => {
    vi.useFakeTimers();
    const { server, session } = setUp();
    const stop = session.watch();
    const soon = new Date(Date.now() + 60_000).toISOString();
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const answered = server.last.answer({
      body: { user: ada, idleExpiresAt: soon, expiresAt: later },
    });
    await vi.advanceTimersByTimeAsync(59_000);
    await answered;
    expect(server.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.calls).toHaveLength(2);
    stop();
  });

  it('looks again when the page comes back to the front, until it is stopped', () => {
    const { server, session } = setUp();
    const stop = session.watch();
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(server.calls).toHaveLength(3);
    stop();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(server.calls).toHaveLength(3);
  });

  it('does not ask without a pause where the clock of the computer is fast', async () => {
    vi.useFakeTimers();
    const { server, session } = setUp();
    const stop = session.watch();
    const past = new Date(Date.now() - 3_600_000).toISOString();
    const answered = server.last.answer({ body: { user: ada, expiresAt: past } });
    await vi.advanceTimersByTimeAsync(29_000);
    await answered;
    expect(server.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.calls).toHaveLength(2);
    stop();
  });

  it('looks again when another tab has signed out', async () => {
    const [here, there] = [setUp(), setUp()];
    const stop = here.session.watch();
    await here.server.last.answer({ body: { user: ada } });
    void there.session.signOut();
    await there.server.last.answer({ body: { redirectTo: '/' } });
    await vi.waitFor(() => expect(here.server.calls).toHaveLength(2));
    await here.server.last.answer({ body: { user: null } });
    expect(here.session.value).toMatchObject({ user: null, ended: true });
    stop();
  });

  it('goes to sign in and comes back to the same page', () => {
    const { navigate, session } = setUp();
    window.history.replaceState(null, '', '/orders?status=Shipped');
    session.signIn();
    expect(navigate).toHaveBeenCalledWith('/auth/login?returnTo=%2Forders%3Fstatus%3DShipped');
    session.signIn('/');
    expect(navigate).toHaveBeenLastCalledWith('/auth/login?returnTo=%2F');
  });

  it('signs out and follows where the server says', async () => {
    const { server, navigate, session } = setUp();
    void session.read();
    await server.last.answer({ body: { user: ada } });
    void session.signOut();
    expect(server.last.url).toBe('/auth/logout');
    expect(server.last.init.method).toBe('POST');
    await server.last.answer({ body: { redirectTo: 'https://login.example/end' } });
    expect(session.value).toMatchObject({ user: null, ended: false });
    expect(navigate).toHaveBeenCalledWith('https://login.example/end');
  });

  it('does not pretend to be signed out when it is not', async () => {
    const { server, navigate, session } = setUp();
    void session.read();
    await server.last.answer({ body: { user: ada } });
    const failed = session.signOut().catch(() => 'failed');
    await server.last.answer(problem(503, 'store_unavailable'));
    expect(await failed).toBe('failed');
    await settled();
    expect(session.value.user).toEqual(ada);
    expect(navigate).not.toHaveBeenCalled();
  });
});
