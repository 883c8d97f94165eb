import type { Grant, StoredGrant, Vault } from './vault.ts';

/**
 * A vault in this process, beside the sessions in this process.
 *
 * @param limits `lifetimeMs`: a grant that nobody has renewed or replaced for so long has no session left
 * @param clock milliseconds since 1970
 * @example createMemoryVault({ lifetimeMs: 12 * 3_600_000 })
 */
export function createMemoryVault(
  limits: { readonly lifetimeMs: number },
  clock: () => number = Date.now,
): Vault {
  const grants = new Map<string, { readonly grant: StoredGrant; readonly signedInAt: number }>();
  let generations = 0;

  function keep(owner: string, grant: Grant, signedInAt: number): StoredGrant {
    const stored = { ...grant, generation: ++generations };
    grants.delete(owner);
    grants.set(owner, { grant: stored, signedInAt });
    return stored;
  }

  function dropOutlived(): void {
    for (const [owner, { signedInAt }] of grants) {
      if (signedInAt + limits.lifetimeMs < clock()) grants.delete(owner);
    }
  }

  return {
    async read(owner) {
      return grants.get(owner)?.grant;
    },
    async replace(owner, grant) {
      dropOutlived();
      const earlier = grants.get(owner)?.grant;
      keep(owner, grant, clock());
      return earlier;
    },
    async update(owner, grant, generation) {
      const entry = grants.get(owner);
      if (entry?.grant.generation !== generation) return undefined;
      return keep(owner, grant, entry.signedInAt);
    },
    async remove(owner, generation) {
      return grants.get(owner)?.grant.generation === generation && grants.delete(owner);
    },
  };
}
