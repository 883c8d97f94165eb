import { sign } from 'cookie-signature';
import { describe, expect, it } from 'vitest';
import { createMemorySessionStore } from '../../server/bff/session/memory-session-store.ts';
import { createSessionCookie, sessionKey } from '../../server/bff/session/session-cookie.ts';
import { createSessions } from '../../server/bff/session/sessions.ts';

const user = { id: '005', organizationId: '00D', username: 'ada', name: 'Ada', email: 'a@b' };
const minute = 60_000;
const [first, second] = ['one secret of thirty-two bytes..', 'another one of thirty-two bytes.'];

function setUp(secrets = [first as string], idleMs = 30 * minute) {
  let now = 1_000_000;
  const clock = () => now;
  const cookie = createSessionCookie({ secrets, secure: false });
  const lifetimeMs = 12 * 60 * minute;
  const store = createMemorySessionStore({ maxSessions: 100, lifetimeMs }, clock);
  const limits = { idleMs, lifetimeMs, perUser: 3 };
  const sessions = createSessions(store, cookie, limits, clock);
  const header = (id: string, key = cookie.signatureKeys[0] ?? '') =>
    `other=1; session=${encodeURIComponent(`s:${sign(id, key)}`)}`;
  const begin = (id: string, who = user) =>
    sessions.begin(sessionKey(id), { user: who, createdAt: now, lastSeenAt: now, userAgent: '' });
  const pass = (ms: number) => {
    now += ms;
  };
  return { cookie, store, sessions, header, begin, pass };
}

describe('createSessions', () => {
  it('finds who a signed cookie belongs to', async () => {
    const { sessions, header, begin } = setUp();
    await begin('id');
    expect((await sessions.find(header('id')))?.record.user).toEqual(user);
  });

  it.each([
    ['no cookie', () => undefined],
    ['another cookie', () => 'other=1'],
    ['an unsigned id', () => 'session=id'],
    ['a wrong signature', () => `session=${encodeURIComponent('s:id.AAAA')}`],
    ['another secret', (header: (id: string, key: string) => string) => header('id', 'other')],
  ])('knows nobody by %s', async (_, make) => {
    const { sessions, header, begin } = setUp();
    await begin('id');
    expect(await sessions.find(make(header))).toBeUndefined();
    await expect(sessions.require(make(header))).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('never adopts an id that it did not give, however well signed', async () => {
    const { sessions, header } = setUp();
    await expect(sessions.require(header('unknown'))).rejects.toMatchObject({
      code: 'session_expired',
    });
    expect(await sessions.find(header('unknown'))).toBeUndefined();
  });

  it('knows a cookie that an earlier secret signed', async () => {
    const old = setUp([first as string]);
    const rotated = setUp([second as string, first as string]);
    await rotated.begin('id');
    expect(await rotated.sessions.find(old.header('id'))).toBeDefined();
  });

  it('ends after the idle time, whoever asks who is signed in or lists sessions', async () => {
    const { sessions, header, begin, pass } = setUp();
    await begin('id');
    for (let i = 0; i < 3; i++) {
      pass(10 * minute - 1);
      expect(await sessions.find(header('id'))).toBeDefined();
      expect(await sessions.require(header('id'))).toBeDefined();
    }
    pass(3);
    expect(await sessions.find(header('id'))).toBeUndefined();
    await expect(sessions.require(header('id'))).rejects.toMatchObject({ code: 'session_expired' });
  });

  it('goes on while it is used, until its absolute end', async () => {
    const { sessions, header, begin, pass } = setUp();
    await begin('id');
    for (let spent = 0; spent < 12 * 60 - 20; spent += 20) {
      await sessions.use(header('id'));
      pass(20 * minute);
    }
    await sessions.use(header('id'));
    pass(20 * minute);
    await expect(sessions.require(header('id'))).rejects.toMatchObject({ code: 'session_expired' });
  });

  it('writes at most once a minute', async () => {
    const { sessions, store, header, begin, pass } = setUp();
    await begin('id');
    pass(minute - 1);
    await sessions.use(header('id'));
    const before = await store.read(sessionKey('id'));
    expect(before?.lastSeenAt).toBe(before?.createdAt);
    pass(1);
    await sessions.use(header('id'));
    expect((await store.read(sessionKey('id')))?.lastSeenAt).toBe(
      (before?.createdAt ?? 0) + minute,
    );
  });

  it('is moved by use however short its idle time is', async () => {
    const { sessions, header, begin, pass } = setUp([first as string], minute);
    await begin('id');
    for (let i = 0; i < 3; i++) {
      pass(minute - 1);
      await sessions.use(header('id'));
    }
    pass(minute - 1);
    expect(await sessions.find(header('id'))).toBeDefined();
  });

  it('is extended on request at once, but not beyond its absolute end', async () => {
    const { sessions, header, begin, pass } = setUp();
    await begin('id');
    pass(1);
    const left = ({ now, idleExpiresAt, expiresAt }: ReturnType<typeof sessions.times>) => [
      idleExpiresAt - now,
      expiresAt - now,
    ];
    const { record } = await sessions.extend(header('id'));
    expect(left(sessions.times(record))).toEqual([30 * minute, 12 * 60 * minute - 1]);
    for (let spent = 0; spent < 12 * 60 - 20; spent += 20) {
      pass(20 * minute);
      await sessions.extend(header('id'));
    }
    const { record: last } = await sessions.extend(header('id'));
    expect(left(sessions.times(last))).toEqual([20 * minute - 1, 20 * minute - 1]);
    pass(20 * minute);
    await expect(sessions.extend(header('id'))).rejects.toMatchObject({ code: 'session_expired' });
  });

  it('is not promised to somebody who extends it while it is being ended', async () => {
    const { sessions, store, header, begin } = setUp();
    await begin('id');
    const touch = store.touch;
    store.touch = async (...touched) => {
      await sessions.end(sessionKey('id'));
      await touch(...touched);
    };
    await expect(sessions.extend(header('id'))).rejects.toMatchObject({ code: 'session_expired' });
  });

  it('is not brought back by a request that ends after the sign-out', async () => {
    const { sessions, store, begin } = setUp();
    await begin('id');
    await sessions.end(sessionKey('id'));
    await store.touch(sessionKey('id'), 2_000_000, minute);
    expect(await store.read(sessionKey('id'))).toBeUndefined();
  });

  it('ends the oldest session of a person who has too many, and nobody else’s', async () => {
    const { sessions, header, begin, pass } = setUp();
    await begin('other', { ...user, id: '006' });
    for (const id of ['1', '2', '3', '4']) {
      pass(1);
      await begin(id);
    }
    expect(await sessions.find(header('1'))).toBeUndefined();
    expect((await sessions.list(user)).map(({ key }) => key)).toEqual(
      ['2', '3', '4'].map(sessionKey),
    );
    expect(await sessions.find(header('other'))).toBeDefined();
  });

  it('tells people of different organizations apart', async () => {
    const { sessions, begin } = setUp();
    await begin('here');
    await begin('there', { ...user, organizationId: '00E' });
    expect(await sessions.list(user)).toHaveLength(1);
  });
});

describe('createMemorySessionStore', () => {
  const record = { user, createdAt: 0, lastSeenAt: 0, userAgent: '' };

  it('does not begin a session twice', async () => {
    const store = createMemorySessionStore({ maxSessions: 2, lifetimeMs: 10 }, () => 0);
    await store.create('a', record, 10);
    await expect(store.create('a', record, 10)).rejects.toThrow('exists');
  });

  it('holds no more than it may', async () => {
    const store = createMemorySessionStore({ maxSessions: 2, lifetimeMs: 10 }, () => 0);
    for (const key of ['a', 'b', 'c']) await store.create(key, record, 10);
    expect((await store.list(user)).map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('keeps none that is over', async () => {
    let now = 0;
    const store = createMemorySessionStore({ maxSessions: 9, lifetimeMs: 10 }, () => now);
    await store.create('a', record, 10);
    now = 11;
    await store.create('b', { ...record, createdAt: 11 }, 10);
    expect(await store.read('a')).toBeUndefined();
  });
});
