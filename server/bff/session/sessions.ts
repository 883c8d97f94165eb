import { Problem } from '../problem.ts';
import { noteUser } from '../tally.ts';
import type { Owner } from './owner.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { KeyedSession, SessionRecord, SessionStore } from './session-store.ts';

export interface SessionLimits {
  /** Milliseconds without a request after which a session ends. */
  readonly idleMs: number;
  /** Milliseconds after which it ends in any case. */
  readonly lifetimeMs: number;
  /** Sessions one person may have at once; the oldest ends when another begins. */
  readonly perUser: number;
}

export interface Sessions {
  /** Who a request is from. Reading does not extend the session. */
  find(cookieHeader: string | undefined): Promise<KeyedSession | undefined>;
  /**
   * The same for a request that needs somebody.
   * @throws {Problem} `not_signed_in` where no cookie came, `session_expired` where its session is over
   */
  require(cookieHeader: string | undefined): Promise<KeyedSession>;
  /** The same for a request that counts as use of the session. @throws {Problem} as `require` */
  use(cookieHeader: string | undefined): Promise<KeyedSession>;
  /** Begins the idle time anew because the person wants to stay; the absolute end does not move. @throws {Problem} as `require` */
  extend(cookieHeader: string | undefined): Promise<KeyedSession>;
  /** The session that is kept under a key, if it is not over. */
  read(key: string): Promise<SessionRecord | undefined>;
  begin(key: string, record: SessionRecord): Promise<void>;
  end(key: string): Promise<void>;
  /** Ends all of one person's but one. @returns how many there were */
  endAll(user: Owner, except?: string): Promise<number>;
  /** Everybody who may have one. */
  owners(): AsyncIterable<Owner>;
  list(user: Owner): Promise<readonly KeyedSession[]>;
  /** Whether a person has any session left, also such that only another release can read. */
  hasAny(user: Owner): Promise<boolean>;
  times(record: SessionRecord): SessionTimes;
}

/** When a session ends, in milliseconds since 1970. */
export interface SessionTimes {
  /** What the other times are to be compared with: the server's clock. */
  readonly now: number;
  /** If nothing is asked before; never after `expiresAt`. */
  readonly idleExpiresAt: number;
  /** In any case. */
  readonly expiresAt: number;
  /** How long the idle time is when it begins. */
  readonly idleMs: number;
}

/** The idle time moves at most this often, so that most requests write nothing. */
const touchIntervalMs = 60_000;

/** What a session is and how long it lasts, whatever it is kept in. */
export function createSessions(
  store: SessionStore,
  cookie: SessionCookie,
  limits: SessionLimits,
  clock: () => number,
): Sessions {
  const expiry = (record: SessionRecord) => {
    const expiresAt = record.createdAt + limits.lifetimeMs;
    return { idleExpiresAt: Math.min(record.lastSeenAt + limits.idleMs, expiresAt), expiresAt };
  };
  const ttl = (record: SessionRecord) => expiry(record).idleExpiresAt - clock();
  // A short idle time would be over before it had moved once.
  const touchAfterMs = Math.min(touchIntervalMs, limits.idleMs / 10);
  const isAlive = (record: SessionRecord) => clock() < expiry(record).idleExpiresAt;

  async function read(key: string): Promise<SessionRecord | undefined> {
    const record = await store.read(key);
    if (record === undefined || isAlive(record)) return record;
    await store.end(key);
    return undefined;
  }

  async function find(cookieHeader: string | undefined): Promise<KeyedSession | undefined> {
    const key = cookie.keyFrom(cookieHeader);
    const record = key === undefined ? undefined : await read(key);
    if (key === undefined || record === undefined) return undefined;
    noteUser(record.user);
    return { key, record };
  }

  async function requireSession(cookieHeader: string | undefined): Promise<KeyedSession> {
    const session = await find(cookieHeader);
    if (session !== undefined) return session;
    throw cookie.keyFrom(cookieHeader) === undefined
      ? new Problem('not_signed_in', 'Please sign in.')
      : new Problem('session_expired', 'Your session has ended. Please sign in again.');
  }

  const touch = ({ key, record }: KeyedSession, now: number) =>
    store.touch(key, now, ttl({ ...record, lastSeenAt: now }));

  const living = async (user: Owner) =>
    (await store.list(user)).filter(({ record }) => isAlive(record));

  return {
    find,
    read,
    times: (record) => ({ now: clock(), idleMs: limits.idleMs, ...expiry(record) }),
    list: living,
    hasAny: (user) => store.hasAny(user),
    end: (key) => store.end(key),
    endAll: (user, except) => store.endAll(user, except),
    owners: () => store.owners(),
    require: requireSession,
    async use(cookieHeader) {
      const session = await requireSession(cookieHeader);
      const now = clock();
      if (now - session.record.lastSeenAt >= touchAfterMs) await touch(session, now);
      return session;
    },
    async extend(cookieHeader) {
      await touch(await requireSession(cookieHeader), clock());
      // Read again: one that has been ended meanwhile was not touched, and is not to be promised.
      return requireSession(cookieHeader);
    },
    async begin(key, record) {
      const others = await living(record.user);
      const surplus = others.slice(0, Math.max(0, others.length - limits.perUser + 1));
      await Promise.all(surplus.map((oldest) => store.end(oldest.key)));
      await store.create(key, record, ttl(record));
    },
  };
}
