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
  readonly oauth: OAuthClient;
  readonly log: Logger;
  /** Lets time pass; milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * How long somebody else's refresh of the same token is waited for, in milliseconds. Where refresh
 * tokens rotate, longer than such a call may take: to send a token again that is being replaced would
 * revoke everything.
 */
const patience = { rotating: [250, 500, 1_000, 2_000, 3_000], lasting: [250, 500, 1_000] } as const;

/**
 * Who may act in Salesforce for whom, kept alive: however many requests find their access token dead,
 * one refresh reaches Salesforce.
 */
export function createGrants({ vault, oauth, log, wait = delay }: GrantsOptions): Grants {
  const underWay = new Map<string, Promise<StoredGrant>>();

  async function current(owner: string): Promise<StoredGrant> {
    const grant = await vault.read(owner);
    if (grant === undefined) throw signInAgain();
    return grant;
  }

  async function refresh(owner: string, refused: StoredGrant): Promise<StoredGrant> {
    const grant = await current(owner);
    // Renewed by somebody else, or replaced by a new sign-in, while this request was on its way.
    if (grant.accessToken !== refused.accessToken) return grant;
    try {
      return await send(owner, grant);
    } catch (error) {
      if (!isBeingProcessed(error)) return afterFailure(owner, grant, error);
    }
    for (const ms of patience[grant.rotates ? 'rotating' : 'lasting']) {
      await wait(ms);
      const present = await current(owner);
      if (present.generation !== grant.generation) return present;
    }
    // Whoever it was has left nothing: their call was lost.
    return send(owner, grant).catch((error: unknown) => afterFailure(owner, grant, error));
  }

  async function send(owner: string, grant: StoredGrant): Promise<StoredGrant> {
    const { refreshToken } = grant;
    if (refreshToken === undefined) return giveUp(owner, grant, 'no_refresh_token');
    const renewed: Grant = await oauth.refresh({ ...grant, refreshToken });
    log.info({ event: 'refresh', outcome: 'renewed' });
    // Saved before anybody uses it; when a sign-in came first, its grant is the one to use.
    return (await vault.update(owner, renewed, grant.generation)) ?? (await current(owner));
  }

  async function afterFailure(owner: string, grant: StoredGrant, failure: unknown) {
    if (!(failure instanceof OAuthFailure)) throw failure;
    // A sign-in came meanwhile, which revokes the grant it replaces: its own is the one to use.
    const present = await vault.read(owner);
    if (present !== undefined && present.generation !== grant.generation) return present;
    const { code, status, person, operator } = explainRefusal(failure, 'refresh');
    if (code === 'grant_ended') return giveUp(owner, grant, code);
    // The old refresh token may be spent; sending it again would revoke everything (rotation).
    if (failure.outcome === 'unknown' && grant.rotates) return giveUp(owner, grant, 'unknown');
    const { outcome, error, description } = failure;
    log.warn({ event: 'refresh', outcome, code, error, description, remedy: operator });
    throw status === 403
      ? new Problem('forbidden', person, { cause: failure })
      : new Problem('salesforce_unavailable', 'Salesforce cannot be reached at the moment.', {
          cause: failure,
        });
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
      const renewal = refresh(owner, refused).finally(() => underWay.delete(owner));
      underWay.set(owner, renewal);
      return renewal;
    },
  };
}

/** Salesforce refuses a second refresh of one token while the first is under way; the token lives. */
const isBeingProcessed = (error: unknown): boolean =>
  error instanceof OAuthFailure && explainRefusal(error, 'refresh').code === 'token_busy';

const signInAgain = () => new Problem('session_expired', 'Please sign in again.');
