import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { Problem } from '../problem.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal } from '../salesforce/refusals.ts';
import type { Grant, StoredGrant, Vault } from './vault.ts';

export interface Grants {
  /** The grant of a person who is signed in. @throws {Problem} `session_expired` where there is none */
  current(owner: string): Promise<StoredGrant>;
  /**
   * A grant that Salesforce has not refused yet: one that somebody has renewed already, or a fresh one.
   * @param refused the grant whose access token was answered with 401
   * @throws {Problem} `session_expired` when a new sign-in is needed, `salesforce_unavailable` when not
   */
  renew(owner: string, refused: StoredGrant): Promise<StoredGrant>;
}

export interface GrantsOptions {
  readonly vault: Vault;
  readonly oauth: Pick<OAuthClient, 'ready' | 'refresh' | 'isAlive' | 'revoke'>;
  readonly log: Logger;
  /** Lets time pass; milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** Milliseconds since some moment. */
  readonly clock?: () => number;
}

/** A grant with which a refresh can be tried. */
type Refreshable = StoredGrant & { readonly refreshToken: string };

/** Milliseconds. */
const times = {
  /** Between two looks at what another process makes of it. */
  look: 150,
  /** How long a request waits for that, and for an attempt without an end to be over. */
  patience: 13_000,
  /** A process that was held up for so long between saying that it begins and beginning says it again. */
  hesitation: 1_000,
  /**
   * Where Salesforce itself is at work on this token: before each look at what comes of it. A token that
   * is replaced at every use is sent again only after the last, when the other call must be over.
   */
  busy: [500, 1_000, 1_500, 3_000, 5_000],
  /** Between tries to keep what has been renewed, while the store is away. */
  save: [100, 300, 800, 1_500],
} as const;

/**
 * Who may act in Salesforce for whom, kept alive: however many requests in however many processes find
 * an access token dead, one refresh reaches Salesforce.
 *
 * A refresh token that is replaced at every use (rotation) must never be sent twice: Salesforce then
 * revokes all that came of it. So every attempt is announced in the vault before it is made. One whose
 * end nobody has heard of (killed, cut off, too late) stays announced until its call must be over; then
 * Salesforce is asked whether the token is still good, without using it, before it is sent again.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export function createGrants(options: GrantsOptions): Grants {
  const { vault, oauth, log, wait = delay, clock = performance.now.bind(performance) } = options;
  const underWay = new Map<string, Promise<StoredGrant>>();

  async function current(owner: string): Promise<StoredGrant> {
    const grant = await vault.read(owner);
    if (grant === undefined) throw signInAgain();
    return grant;
  }

  async function renewed(owner: string, refused: StoredGrant): Promise<StoredGrant> {
    const attempt = randomUUID();
    const start = clock();
    // First, so that what is announced takes no longer than one call.
    await oauth.ready().catch((failure: unknown) => {
      throw unavailable(failure);
    });
    for (;;) {
      const grant = await current(owner);
      // Renewed by somebody else, or replaced by a new sign-in, while this request was on its way.
      if (grant.accessToken !== refused.accessToken) return grant;
      if (!isRefreshable(grant)) return giveUp(owner, grant, 'no_refresh_token');
      const asked = clock();
      const state = await vault.beginAttempt(owner, grant.generation, attempt);
      if (state === 'unresolved' && !(await isStillGood(grant))) {
        return giveUp(owner, grant, 'spent');
      }
      // What was announced a while ago is announced anew: it must outlast the call.
      if (state === 'begun' && clock() - asked < times.hesitation) {
        return await refresh(owner, grant, attempt);
      }
      if (clock() - start > times.patience) throw unavailable(new Error('Another refresh is slow'));
      if (state === 'busy') await wait(times.look);
    }
  }

  /** Whether a token may be sent that may have been sent before. */
  async function isStillGood({ refreshToken, rotates }: Refreshable): Promise<boolean> {
    const isAlive = await oauth.isAlive(refreshToken).catch((failure: unknown) => {
      throw unavailable(failure);
    });
    // Where nobody can say, one that is replaced at every use is taken for spent.
    return isAlive ?? !rotates;
  }

  async function refresh(owner: string, grant: Refreshable, attempt: string): Promise<StoredGrant> {
    try {
      const fresh = await oauth.refresh(grant);
      log.info({ event: 'refresh', outcome: 'renewed' });
      return await keep(owner, fresh, grant);
    } catch (failure) {
      if (!(failure instanceof OAuthFailure)) throw failure;
      return isBeingProcessed(failure)
        ? await afterAnother(owner, grant, attempt, failure)
        : await afterFailure(owner, grant, attempt, failure);
    }
  }

  /** Kept before anybody uses it; when a sign-in came first, its grant is the one to use. */
  async function keep(owner: string, fresh: Grant, grant: StoredGrant): Promise<StoredGrant> {
    for (const pause of [...times.save, undefined]) {
      try {
        const kept = await vault.update(owner, fresh, grant.generation);
        return kept ?? (await afterChange(owner, fresh, grant));
      } catch (error) {
        const isAway = error instanceof Problem && error.code === 'store_unavailable';
        if (!isAway || pause === undefined) throw error;
        await wait(pause);
      }
    }
    throw signInAgain();
  }

  /**
   * A sign-out or a sign-in came first. It has given back the token that it knew of: one that has been
   * replaced meanwhile nobody would ever use or revoke.
   */
  async function afterChange(owner: string, fresh: Grant, grant: Grant): Promise<StoredGrant> {
    const present = await vault.read(owner);
    const isAlone = present === undefined || fresh.ofOneSignIn;
    if (isAlone && fresh.refreshToken !== undefined && fresh.refreshToken !== grant.refreshToken) {
      void oauth.revoke(fresh.refreshToken).catch(() => {
        log.warn({ event: 'revoke', outcome: 'failed' });
      });
    }
    if (present === undefined) throw signInAgain();
    return present;
  }

  /** Salesforce is at work on this very token for somebody: what comes of it is the one to use. */
  async function afterAnother(
    owner: string,
    grant: Refreshable,
    attempt: string,
    failure: OAuthFailure,
  ): Promise<StoredGrant> {
    for (const [place, pause] of times.busy.entries()) {
      await wait(pause);
      const present = await current(owner);
      if (present.generation !== grant.generation) return present;
      if (grant.rotates && place < times.busy.length - 1) continue;
      if (!(await isStillGood(grant))) return giveUp(owner, grant, 'spent');
      await vault.beginAttempt(owner, grant.generation, attempt);
      try {
        return await keep(owner, await oauth.refresh(grant), grant);
      } catch (error) {
        if (!isBeingProcessed(error)) return await afterFailure(owner, grant, attempt, error);
      }
    }
    return await afterFailure(owner, grant, attempt, failure);
  }

  async function afterFailure(
    owner: string,
    grant: StoredGrant,
    attempt: string,
    failure: unknown,
  ): Promise<StoredGrant> {
    if (!(failure instanceof OAuthFailure)) throw failure;
    // A sign-in came meanwhile, which revokes the grant it replaces: its own is the one to use.
    const present = await vault.read(owner);
    if (present !== undefined && present.generation !== grant.generation) return present;
    const { outcome, error, description } = failure;
    const { code, status, person, operator } = explainRefusal(failure, 'refresh');
    if (code === 'grant_ended') return giveUp(owner, grant, code);
    // An unknown outcome stays announced: whoever comes next waits until it must be over, and finds out.
    if (outcome !== 'unknown') await vault.endAttempt(owner, grant.generation, attempt);
    log.warn({ event: 'refresh', outcome, code, error, description, remedy: operator });
    throw status === 403
      ? new Problem('forbidden', person, { cause: failure })
      : unavailable(failure);
  }

  async function giveUp(owner: string, grant: StoredGrant, reason: string): Promise<never> {
    await vault.remove(owner, grant.generation);
    log.warn({ event: 'refresh', outcome: 'ended', reason });
    throw signInAgain();
  }

  return {
    current,
    renew(owner, refused) {
      const running = underWay.get(owner);
      if (running !== undefined) return running;
      const renewal = renewed(owner, refused).finally(() => underWay.delete(owner));
      underWay.set(owner, renewal);
      return renewal;
    },
  };
}

const isRefreshable = (grant: StoredGrant): grant is Refreshable =>
  grant.refreshToken !== undefined;

/** Salesforce refuses a second refresh of one token while the first is under way; the token lives. */
const isBeingProcessed = (error: unknown): boolean =>
  error instanceof OAuthFailure && explainRefusal(error, 'refresh').code === 'token_busy';

const signInAgain = () => new Problem('session_expired', 'Please sign in again.');

const unavailable = (cause: unknown) =>
  new Problem('salesforce_unavailable', 'Salesforce cannot be reached at the moment.', { cause });
