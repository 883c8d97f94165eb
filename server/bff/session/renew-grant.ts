import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger.ts';
import type { Measure } from '../measure.ts';
import { Problem } from '../problem.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal } from '../salesforce/refusals.ts';
import { currentTally } from '../tally.ts';
import { notRenewed, signInAgain, TokensNotAsked } from './grant-problems.ts';
import type { Refreshable, TokenCalls } from './token-calls.ts';
import { attemptMs, type Grant, type StoredGrant, type Vault } from './vault.ts';
import type { WaitsForOthers } from './waits-for-others.ts';

export interface RenewGrantOptions {
  readonly vault: Pick<Vault, 'read' | 'beginAttempt' | 'endAttempt' | 'remove'>;
  readonly calls: TokenCalls;
  readonly keep: (owner: string, fresh: Grant, grant: StoredGrant) => Promise<StoredGrant>;
  readonly log: Logger;
  readonly measure: Measure;
  readonly clock: () => number;
}

/** Milliseconds. */
const times = {
  /** Between two looks at what another process makes of it. */
  look: 150,
  /** How long one renewal goes on: for an attempt without an end to be over, and one more call. */
  patience: attemptMs + 7_000,
  /** A process that was held up for so long between saying that it begins and beginning says it again. */
  hesitation: 1_000,
  /** Before looking again where Salesforce itself is at work on this token; longer each time. */
  busy: 500,
} as const;

/**
 * One renewal: by this process, or by whoever else is at it.
 *
 * A refresh token that is replaced at every use (rotation) must never be sent twice: Salesforce then
 * revokes all that came of it. So every attempt is announced in the vault before it is made. One whose
 * end nobody has heard of (killed, cut off, too late) stays announced until its call must be over; then
 * Salesforce is asked whether the token is still good, without using it, before it is sent again.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export function createRenewGrant(options: RenewGrantOptions) {
  const { vault, calls, keep, log, measure, clock } = options;

  /**
   * @param refused the grant whose access token was answered with 401
   * @throws {Problem} `session_expired`, `salesforce_unavailable`, `forbidden`
   */
  return async function renewGrant(
    owner: string,
    refused: StoredGrant,
    others: WaitsForOthers,
  ): Promise<StoredGrant> {
    const attempt = randomUUID();
    const start = clock();
    /** Since when Salesforce has been at work on this token for somebody else, and whether it still works. */
    let processed: { readonly since: number; times: number; isStillGood: boolean } | undefined;
    // First, so that what is announced takes no longer than one call.
    await calls.ready().catch(giveNone);
    for (;;) {
      requireAdmission(true);
      const grant = await vault.read(owner);
      if (grant === undefined) throw signInAgain();
      // Renewed by somebody else, or replaced by a new sign-in, while this request was on its way.
      if (grant.accessToken !== refused.accessToken) return grant;
      if (!isRefreshable(grant)) return giveUp(owner, grant, 'no_refresh_token');
      const asked = clock();
      const state = await vault.beginAttempt(owner, grant.generation, attempt);
      if (clock() - start > times.patience) {
        // Nothing is under way that would have to stay announced.
        if (state === 'begun') await vault.endAttempt(owner, grant.generation, attempt);
        throw notRenewed(new Error('Another refresh is slow'));
      }
      if (state === 'busy') {
        // Where nobody is answered, waiting for another would be in vain.
        requireAdmission(false);
        await others.wait('another_process', times.look);
      }
      if (state === 'unresolved') await requireStillGood(owner, grant);
      if (state !== 'begun') continue;
      if (processed !== undefined && !processed.isStillGood) {
        // One that is replaced at every use is not asked about before the other call must be over.
        const isOver = !grant.rotates || clock() - processed.since >= attemptMs;
        if (isOver) {
          await requireStillGood(owner, grant);
          processed = { ...processed, isStillGood: true };
        } else await others.wait('salesforce', times.busy);
        continue;
      }
      // What was announced a while ago is announced anew: it must outlast the call.
      if (clock() - asked >= times.hesitation) continue;
      const outcome = await refresh(owner, grant, attempt);
      if (outcome !== 'being_processed') return outcome;
      const before = processed ?? { since: clock(), times: 0 };
      processed = { ...before, times: before.times + 1, isStillGood: false };
      await others.wait('salesforce', times.busy * processed.times);
    }
  };

  /** What this renewal has announced stays so, and ends by itself: it may be of an attempt without an end. */
  function requireAdmission(mayProbe: boolean): void {
    try {
      calls.admit(mayProbe);
    } catch (refusal) {
      giveNone(refusal);
    }
  }

  /** Makes sure that a token may be sent that may have been sent before. */
  async function requireStillGood(owner: string, grant: Refreshable<StoredGrant>): Promise<void> {
    const isAlive = await calls.isAlive(grant.refreshToken).catch(giveNone);
    // Where nobody can say, one that is replaced at every use is taken for spent.
    if (!(isAlive ?? !grant.rotates)) await giveUp(owner, grant, 'spent');
  }

  async function refresh(
    owner: string,
    grant: Refreshable<StoredGrant>,
    attempt: string,
  ): Promise<StoredGrant | 'being_processed'> {
    let fresh: Grant;
    try {
      fresh = await calls.refresh(grant);
    } catch (failure) {
      if (!(failure instanceof OAuthFailure)) throw failure;
      const isBusy = explainRefusal(failure, 'refresh').code === 'token_busy';
      return isBusy ? 'being_processed' : await afterFailure(owner, grant, attempt, failure);
    }
    measure.refresh('renewed');
    log.info({ event: 'refresh', requestId: currentTally()?.requestId, outcome: 'renewed' });
    return await keep(owner, fresh, grant);
  }

  async function afterFailure(
    owner: string,
    grant: StoredGrant,
    attempt: string,
    failure: OAuthFailure,
  ): Promise<StoredGrant> {
    // A sign-in came meanwhile, which revokes the grant it replaces: its own is the one to use.
    const present = await vault.read(owner);
    if (present !== undefined && present.generation !== grant.generation) return present;
    const { outcome, error, description } = failure;
    const { code, status, person, operator } = explainRefusal(failure, 'refresh');
    if (code === 'grant_ended') return giveUp(owner, grant, code);
    // An unknown outcome stays announced: whoever comes next waits until it must be over, and finds out.
    if (outcome !== 'unknown') await vault.endAttempt(owner, grant.generation, attempt);
    // The circuit has said it already, for all of them.
    if (failure instanceof TokensNotAsked) throw notRenewed(failure);
    failed(outcome, { code, error, description, remedy: operator });
    throw status === 403
      ? new Problem('forbidden', person, { cause: failure })
      : notRenewed(failure);
  }

  async function giveUp(owner: string, grant: StoredGrant, reason: string): Promise<never> {
    await vault.remove(owner, grant.generation);
    failed('ended', { reason });
    throw signInAgain();
  }

  function failed(outcome: OAuthFailure['outcome'] | 'ended', why: object): void {
    measure.refresh(outcome);
    log.warn({ event: 'refresh', requestId: currentTally()?.requestId, outcome, ...why });
  }
}

const isRefreshable = (grant: StoredGrant): grant is Refreshable<StoredGrant> =>
  grant.refreshToken !== undefined;

function giveNone(failure: unknown): never {
  throw notRenewed(failure);
}
