import { ownerOf } from './owner.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

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
  const sessions = new Map<string, SessionRecord>();
  const byOwner = new Map<string, Set<string>>();

  function remove(key: string): void {
    const record = sessions.get(key);
    if (record === undefined) return;
    sessions.delete(key);
    const owner = ownerOf(record.user);
    const keys = byOwner.get(owner);
    keys?.delete(key);
    if (keys?.size === 0) byOwner.delete(owner);
  }

  /** Map keeps the order of creation, so what has to go stands first. */
  function makeRoom(): void {
    const oldest = clock() - limits.lifetimeMs;
    for (const [key, record] of sessions) {
      if (record.createdAt > oldest && sessions.size < limits.maxSessions) return;
      remove(key);
    }
  }

  return {
    async create(key, record) {
      if (sessions.has(key)) throw new Error('A session with this key exists');
      makeRoom();
      sessions.set(key, record);
      const owner = ownerOf(record.user);
      byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(key));
    },
    async read(key) {
      return sessions.get(key);
    },
    async touch(key, lastSeenAt) {
      const record = sessions.get(key);
      if (record !== undefined) sessions.set(key, { ...record, lastSeenAt });
    },
    async end(key) {
      remove(key);
    },
    async list(user) {
      return [...(byOwner.get(ownerOf(user)) ?? [])].flatMap((key) => {
        const record = sessions.get(key);
        return record === undefined ? [] : [{ key, record }];
      });
    },
  };
}
