import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackgroundWork } from '../background-work.ts';
import { createCircuit } from '../circuit.ts';
import type { Logger } from '../logger.ts';
import { createMeasure, type Measure } from '../measure.ts';
import { Problem } from '../problem.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal, isAway } from '../salesforce/refusals.ts';
import { currentTally } from '../tally.ts';
import { attemptMs, type Grant, type StoredGrant, type Vault } from './vault.ts';
import { createWaitsForOthers, type WaitsForOthers } from './waits-for-others.ts';

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

/** A grant with which a refresh can be tried. */
type Refreshable = StoredGrant & { readonly refreshToken: string };

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
  /** Between tries to keep what has been renewed while the store is away, and how long it is tried. */
  save: 250,
  saving: 120_000,
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
 * When nobody's refresh is answered, one in a while is begun: for the others it is as if they had not come.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export function createGrants(options: GrantsOptions): Grants {
  const { vault, oauth, log, background, wait = delay, measure = createMeasure() } = options;
  const { clock = performance.now.bind(performance) } = options;
  const underWay = new Map<string, Promise<StoredGrant>>();
  const circuit = createCircuit({
    refusal: notBegun,
    opened: (failures) => log.error({ event: 'refresh_circuit', state: 'open', failures }),
    closed: (seconds) => log.warn({ event: 'refresh_circuit', state: 'closed', seconds }),
    clock,
  });

  async function current(owner: string): Promise<StoredGrant> {
    const grant = await vault.read(owner);
    if (grant === undefined) throw signInAgain();
    return grant;
  }

  async function renewed(
    owner: string,
    refused: StoredGrant,
    others: WaitsForOthers,
  ): Promise<StoredGrant> {
    const attempt = randomUUID();
    const start = clock();
    /** Since when Salesforce has been at work on this token for somebody else, and whether it still works. */
    let processed: { readonly since: number; times: number; isStillGood: boolean } | undefined;
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
      if (clock() - start > times.patience) {
        // Nothing is under way that would have to stay announced.
        if (state === 'begun') await vault.endAttempt(owner, grant.generation, attempt);
        throw unavailable(new Error('Another refresh is slow'));
      }
      if (state === 'busy') await others.wait('another_process', times.look);
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
  }

  /** Makes sure that a token may be sent that may have been sent before. */
  async function requireStillGood(owner: string, grant: Refreshable): Promise<void> {
    const isAlive = await oauth.isAlive(grant.refreshToken).catch((failure: unknown) => {
      throw unavailable(failure);
    });
    // Where nobody can say, one that is replaced at every use is taken for spent.
    if (!(isAlive ?? !grant.rotates)) await giveUp(owner, grant, 'spent');
  }

  async function refresh(
    owner: string,
    grant: Refreshable,
    attempt: string,
  ): Promise<StoredGrant | 'being_processed'> {
    let fresh: Grant;
    try {
      fresh = await oauth.refresh(grant);
    } catch (failure) {
      if (!(failure instanceof OAuthFailure)) throw failure;
      const isBusy = explainRefusal(failure, 'refresh').code === 'token_busy';
      return isBusy ? 'being_processed' : await afterFailure(owner, grant, attempt, failure);
    }
    measure.refresh('renewed');
    log.info({ event: 'refresh', requestId: currentTally()?.requestId, outcome: 'renewed' });
    return await keep(owner, fresh, grant);
  }

  /**
   * Kept before anybody uses it; when a sign-in came first, its grant is the one to use. While the store
   * is away it is tried again and again, longer than any request waits: a new refresh token comes once.
   */
  async function keep(owner: string, fresh: Grant, grant: StoredGrant): Promise<StoredGrant> {
    for (const start = clock(); ; await wait(times.save)) {
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
        if (!isAway || clock() - start > times.saving) throw error;
      }
    }
  }

  /** A new refresh token that nobody will hold. One that is the old one may be somebody's. */
  function giveBack(fresh: Grant, { refreshToken }: StoredGrant): void {
    if (fresh.refreshToken === undefined || fresh.refreshToken === refreshToken) return;
    void background.track(oauth.revoke(fresh.refreshToken).catch(() => undefined));
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
    failed(outcome, { code, error, description, remedy: operator });
    throw status === 403
      ? new Problem('forbidden', person, { cause: failure })
      : unavailable(failure);
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
    const renewal = circuit
      .run(() => renewed(owner, refused, others), isOutage)
      .finally(() => {
        underWay.delete(owner);
        others.end();
      });
    underWay.set(owner, renewal);
    return background.track(renewal);
  }

  return { current, renew };
}

const isRefreshable = (grant: StoredGrant): grant is Refreshable =>
  grant.refreshToken !== undefined;

const signInAgain = () => new Problem('session_expired', 'Please sign in again.');

/** Whether Salesforce's endpoints for tokens do not answer, whoever asks. */
const isOutage = (error: unknown): boolean =>
  error instanceof Problem && error.cause instanceof OAuthFailure && isAway(error.cause);

const notBegun = (seconds: number) =>
  unavailable(new OAuthFailure('not_sent', 'circuit_open', '', undefined), {
    'Retry-After': String(seconds),
  });

const unavailable = (cause: unknown, headers = {}) =>
  new Problem('salesforce_unavailable', 'Salesforce cannot be reached at the moment.', {
    ...{ cause, headers },
  });
