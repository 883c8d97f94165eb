import { randomUUID } from 'node:crypto';
import { attemptMs, type Grant, type StoredGrant, type Vault } from './vault.ts';

interface Entry {
  readonly grant: StoredGrant;
  readonly signedInAt: number;
  readonly attempt?: { readonly name: string; readonly begunAt: number };
}

/**
 * A vault in this process, beside the sessions in this process.
 *
 * @param limits `lifetimeMs`: a grant that nobody has replaced for so long has no session left
 * @param clock milliseconds since 1970
 * @example createMemoryVault({ lifetimeMs: 12 * 3_600_000 })
 */
export function createMemoryVault(
  limits: { readonly lifetimeMs: number },
  clock: () => number = Date.now,
): Vault {
  const entries = new Map<string, Entry>();

  function keep(owner: string, grant: Grant, signedInAt: number): StoredGrant {
    const stored = { ...grant, generation: randomUUID() };
    entries.delete(owner);
    entries.set(owner, { grant: stored, signedInAt });
    return stored;
  }

  function dropOutlived(): void {
    for (const [owner, { signedInAt }] of entries) {
      if (signedInAt + limits.lifetimeMs < clock()) entries.delete(owner);
    }
  }

  /** The entry, if it is still the one that somebody has seen. */
  function seen(owner: string, generation: string): Entry | undefined {
    const entry = entries.get(owner);
    return entry?.grant.generation === generation ? entry : undefined;
  }

  return {
    async read(owner) {
      return entries.get(owner)?.grant;
    },
    async replace(owner, grant, generation = randomUUID()) {
      dropOutlived();
      const earlier = entries.get(owner)?.grant;
      entries.delete(owner);
      entries.set(owner, { grant: { ...grant, generation }, signedInAt: clock() });
      return earlier;
    },
    async beginAttempt(owner, generation, name) {
      const entry = seen(owner, generation);
      if (entry === undefined) return 'stale';
      const other = entry.attempt?.name === name ? undefined : entry.attempt;
      if (other !== undefined && clock() - other.begunAt < attemptMs) return 'busy';
      entries.set(owner, { ...entry, attempt: { name, begunAt: clock() } });
      return other === undefined ? 'begun' : 'unresolved';
    },
    async endAttempt(owner, generation, name) {
      const entry = seen(owner, generation);
      if (entry?.attempt?.name !== name) return;
      const { attempt: _, ...rest } = entry;
      entries.set(owner, rest);
    },
    async update(owner, grant, generation) {
      const entry = seen(owner, generation);
      return entry && keep(owner, grant, entry.signedInAt);
    },
    async remove(owner, generation) {
      return seen(owner, generation) !== undefined && entries.delete(owner);
    },
  };
}
