import type { BackgroundWork } from '../background-work.ts';
import { Problem } from '../problem.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { signInAgain } from './grant-problems.ts';
import type { Grant, StoredGrant, Vault } from './vault.ts';

/** Milliseconds between tries while the store is away, and how long it is tried. */
const times = { again: 250, inAll: 120_000 };

/**
 * Keeps what has been renewed before anybody uses it; when a sign-in came first, its grant is the one to
 * use. While the store is away it is tried again and again, longer than any request waits: a new refresh
 * token comes once.
 *
 * @example const keep = createKeepRenewed({ vault, oauth, background, wait, clock });
 */
export function createKeepRenewed(options: {
  readonly vault: Pick<Vault, 'update' | 'read'>;
  readonly oauth: Pick<OAuthClient, 'revoke'>;
  readonly background: BackgroundWork;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly clock: () => number;
}) {
  const { vault, oauth, background, wait, clock } = options;

  /** A new refresh token that nobody will hold. One that is the old one may be somebody's. */
  function giveBack(fresh: Grant, { refreshToken }: StoredGrant): void {
    if (fresh.refreshToken === undefined || fresh.refreshToken === refreshToken) return;
    void background.track(oauth.revoke(fresh.refreshToken).catch(() => undefined));
  }

  /**
   * @param grant what has been renewed
   * @throws {Problem} `session_expired` after a sign-out, `store_unavailable`
   */
  return async function keepRenewed(
    owner: string,
    fresh: Grant,
    grant: StoredGrant,
  ): Promise<StoredGrant> {
    for (const start = clock(); ; await wait(times.again)) {
      try {
        const kept = await vault.update(owner, fresh, grant.generation);
        if (kept !== undefined) return kept;
        const present = await vault.read(owner);
        // Kept by our own call, whose answer was lost.
        if (present?.accessToken === fresh.accessToken) return present;
        if (present === undefined || fresh.ofOneSignIn) giveBack(fresh, grant);
        if (present === undefined) throw signInAgain();
        return present;
      } catch (error) {
        const isAway = error instanceof Problem && error.code === 'store_unavailable';
        if (!isAway || clock() - start > times.inAll) throw error;
      }
    }
  };
}
