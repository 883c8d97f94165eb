import type { BackgroundWork } from '../background-work.ts';
import type { Logger } from '../logger.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { oauthFailure } from '../salesforce/oauth-failure.ts';
import { type Owner, ownerOf } from './owner.ts';
import type { Sessions } from './sessions.ts';
import type { StandingApprovals } from './standing-approvals.ts';
import type { Grant, Vault } from './vault.ts';

/** The ways in which something ends; none of them fails because Salesforce does. */
export interface SignOut {
  /** Ends a session and, if it was the person's last one and no approval keeps it, their grant. */
  session(key: string): Promise<void>;
  /** Ends all sessions of a person but one. */
  others(user: Owner, keep: string): Promise<void>;
  /**
   * Ends all sessions of a person, what they have approved for their absence, and their grant.
   * @returns how many sessions there were
   */
  everywhere(user: Owner): Promise<number>;
  /** Gives a grant back that nobody will use. */
  grant(grant: Grant): Promise<void>;
}

/** How long a person waits for Salesforce to confirm what has already happened here, in milliseconds. */
const patienceMs = 3_000;

/** A refresh that ends between the look at a grant and its removal makes another of it: then once more. */
const mostTries = 5;

export function createSignOut(options: {
  readonly sessions: Sessions;
  readonly vault: Vault;
  /** Absent where nobody can approve anything for their absence. */
  readonly approvals: StandingApprovals | undefined;
  readonly oauth: OAuthClient;
  readonly background: BackgroundWork;
  readonly log: Logger;
}): SignOut {
  const { sessions, vault, approvals, oauth, background, log } = options;

  function revoke(grant: Grant): Promise<void> {
    const revoked = oauth.revoke(grant.refreshToken ?? grant.accessToken);
    return background.track(
      revoked.catch((error: unknown) => {
        log.warn({ event: 'revoke', outcome: 'failed', error: oauthFailure(error).error });
      }),
    );
  }

  /** Compared by generation, so that a sign-in that comes in between keeps its grant. */
  async function giveBackGrant(user: Owner): Promise<void> {
    const owner = ownerOf(user);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const grant = await vault.read(owner);
      if (grant === undefined || (await sessions.hasAny(user))) return;
      if ((await approvals?.find(user)) !== undefined) return;
      if (await vault.remove(owner, grant.generation)) {
        const enough = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref());
        await Promise.race([revoke(grant), enough]);
        return;
      }
    }
  }

  return {
    grant: revoke,
    async session(key) {
      const record = await sessions.read(key);
      await sessions.end(key);
      if (record !== undefined) await giveBackGrant(record.user);
    },
    async others(user, keep) {
      await sessions.endAll(user, keep);
    },
    async everywhere(user) {
      await approvals?.withdraw(user);
      const ended = await sessions.endAll(user);
      await giveBackGrant(user);
      return ended;
    },
  };
}
