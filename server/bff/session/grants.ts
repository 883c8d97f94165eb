import { setTimeout as delay } from 'node:timers/promises';
import type { BackgroundWork } from '../background-work.ts';
import type { Logger } from '../logger.ts';
import { createMeasure, type Measure } from '../measure.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { signInAgain } from './grant-problems.ts';
import { createKeepRenewed } from './keep-renewed.ts';
import { createRenewGrant } from './renew-grant.ts';
import { createTokenCalls } from './token-calls.ts';
import type { StoredGrant, Vault } from './vault.ts';
import { createWaitsForOthers } from './waits-for-others.ts';

export interface Grants {
  /** The grant of a person who is signed in. @throws {Problem} `session_expired` where there is none */
  current(owner: string): Promise<StoredGrant>;
  /**
   * A grant that Salesforce has not refused yet: one that somebody has renewed already, or a fresh one.
   * It goes on for whoever else needs it when its caller has stopped waiting.
   * @param refused the grant whose access token was answered with 401
   * @throws {Problem} `session_expired` when a new sign-in is needed, `salesforce_unavailable` when not
   */
  renew(owner: string, refused: StoredGrant): Promise<StoredGrant>;
}

export interface GrantsOptions {
  readonly vault: Vault;
  readonly oauth: Pick<OAuthClient, 'ready' | 'refresh' | 'isAlive' | 'revoke'>;
  readonly log: Logger;
  readonly background: BackgroundWork;
  readonly measure?: Measure;
  /** Lets time pass; milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** Milliseconds since some moment. */
  readonly clock?: () => number;
}

/**
 * Who may act in Salesforce for whom, kept alive: however many requests in however many processes find
 * an access token dead, one refresh reaches Salesforce.
 *
 * @example const grants = createGrants({ vault, oauth, log, background });
 */
export function createGrants(options: GrantsOptions): Grants {
  const { vault, oauth, log, background, wait = delay, measure = createMeasure() } = options;
  const { clock = performance.now.bind(performance) } = options;
  const underWay = new Map<string, Promise<StoredGrant>>();
  const calls = createTokenCalls({ oauth, log, clock });
  const keep = createKeepRenewed({ vault, oauth, background, wait, clock });
  const renewGrant = createRenewGrant({ vault, calls, keep, log, measure, clock });

  async function current(owner: string): Promise<StoredGrant> {
    const grant = await vault.read(owner);
    if (grant === undefined) throw signInAgain();
    return grant;
  }

  function renew(owner: string, refused: StoredGrant): Promise<StoredGrant> {
    const running = underWay.get(owner);
    if (running !== undefined) {
      const start = clock();
      const over = running.finally(() => measure.waitedForRefresh('this_process', clock() - start));
      // It may have begun before the token was given out that has been refused now.
      return over.then((grant) =>
        grant.accessToken === refused.accessToken ? renew(owner, refused) : grant,
      );
    }
    const others = createWaitsForOthers({ measure, wait, clock });
    const renewal = renewGrant(owner, refused, others).finally(() => {
      underWay.delete(owner);
      others.end();
    });
    underWay.set(owner, renewal);
    return background.track(renewal);
  }

  return { current, renew };
}
