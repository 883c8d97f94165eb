import { ownerOf } from './owner.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

interface Entry {
  readonly record: SessionRecord;
  readonly expiresAt: number;
}

/**
 * Sessions in this process: gone at a restart, unknown to other processes.
 *
 * @param limits `maxSessions` kept at once, the oldest ending first; `lifetimeMs` after which one is of no use to anybody
 * @param clock milliseconds since 1970
 * @example createMemorySessionStore({ maxSessions: 100_000, lifetimeMs: 12 * 3_600_000 })
 */
export function createMemorySessionStore(
  limits: { readonly maxSessions: number; readonly lifetimeMs: number },
  clock: () => number = Date.now,
): SessionStore {
  const sessions = new Map<string, Entry>();
  const byOwner = new Map<string, Set<string>>();

  function remove(key: string): void {
    const entry = sessions.get(key);
    if (entry === undefined) return;
    sessions.delete(key);
    const owner = ownerOf(entry.record.user);
    const keys = byOwner.get(owner);
    keys?.delete(key);
    if (keys?.size === 0) byOwner.delete(owner);
  }

  /** Map keeps the order of creation, so what has to go stands first. */
  function makeRoom(): void {
    const oldest = clock() - limits.lifetimeMs;
    for (const [key, { record }] of sessions) {
      if (record.createdAt > oldest && sessions.size < limits.maxSessions) return;
      remove(key);
    }
  }

  function living(key: string): SessionRecord | undefined {
    const entry = sessions.get(key);
    if (entry === undefined || clock() < entry.expiresAt) return entry?.record;
    remove(key);
    return undefined;
  }

  const keysOf = (owner: string): string[] => [...(byOwner.get(owner) ?? [])];

  return {
    async create(key, record, ttlMs) {
      if (sessions.has(key)) throw new Error('A session with this key exists');
      makeRoom();
      sessions.set(key, { record, expiresAt: clock() + ttlMs });
      const owner = ownerOf(record.user);
      byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(key));
    },
    async read(key) {
      return living(key);
    },
    async touch(key, lastSeenAt, ttlMs) {
      const record = living(key);
      if (record === undefined) return;
      sessions.set(key, { record: { ...record, lastSeenAt }, expiresAt: clock() + ttlMs });
    },
    async end(key) {
      remove(key);
    },
    async endAll(user, keep) {
      const keys = keysOf(ownerOf(user)).filter((key) => key !== keep && living(key) !== undefined);
      for (const key of keys) remove(key);
      return keys.length;
    },
    async list(user) {
      return keysOf(ownerOf(user)).flatMap((key) => {
        const record = living(key);
        return record === undefined ? [] : [{ key, record }];
      });
    },
    async hasAny(user) {
      return keysOf(ownerOf(user)).some((key) => living(key) !== undefined);
    },
    async *owners() {
      for (const key of [...byOwner.values()].flatMap(([first]) => first ?? [])) {
        const record = living(key);
        if (record !== undefined) yield record.user;
      }
    },
  };
}
