import { createBackOff } from '../back-off.ts';
import type { Logger } from '../logger.ts';
import { Problem } from '../problem.ts';
import type { IntegrationGrant } from '../salesforce/integration-grant.ts';
import type { MintIntegrationGrant } from '../salesforce/mint-integration-grant.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal } from '../salesforce/refusals.ts';

/** The one grant of the integration user, for every request of everybody. */
export interface IntegrationGrants {
  /** @throws {Problem} `salesforce_unavailable`, or `not_configured` where only an administrator can help */
  current(): Promise<IntegrationGrant>;
  /**
   * A grant that Salesforce has not refused yet: one that somebody has minted already, or a fresh one.
   * @param refused the grant whose access token was answered with 401
   * @throws {Problem} as `current`
   */
  renew(refused: IntegrationGrant): Promise<IntegrationGrant>;
}

export interface IntegrationGrantsOptions {
  readonly mint: MintIntegrationGrant;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Salesforce lets a user sign in 3,600 times an hour; a token that is refused again and again must not use that up. */
const mintsAMinute = 60;

/** After a refusal that an administrator has to end, in milliseconds: neither Salesforce nor the log needs it every second. */
const pauses = { first: 5_000, longest: 300_000 };

/** Minted once however many requests wait for it, and kept until Salesforce answers 401. */
export function createIntegrationGrants(options: IntegrationGrantsOptions): IntegrationGrants {
  const { mint, log, clock = Date.now } = options;
  let kept: IntegrationGrant | undefined;
  let underWay: Promise<IntegrationGrant> | undefined;
  let minted: number[] = [];
  const refusals = createBackOff(pauses, clock);
  /** The answer while nothing is minted. */
  let lastRefusal: Problem | undefined;

  async function mintNow(): Promise<IntegrationGrant> {
    kept = undefined;
    if (refusals.left() > 0 && lastRefusal !== undefined) throw lastRefusal;
    const now = clock();
    minted = minted.filter((moment) => moment > now - 60_000);
    if (minted.length >= mintsAMinute) {
      throw lastRefusal ?? unavailable('salesforce_unavailable', undefined);
    }
    minted.push(now);
    try {
      kept = await mint();
      lastRefusal = undefined;
      refusals.succeeded();
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      lastRefusal = refused(error);
      // An outage passes by itself, and may have passed already.
      if (lastRefusal.code === 'not_configured') refusals.failed();
      else refusals.succeeded();
      throw lastRefusal;
    }
    log.info({ event: 'integration_grant', outcome: 'minted' });
    return kept;
  }

  function refused(failure: OAuthFailure): Problem {
    const { code, status, operator } = explainRefusal(failure, 'integration');
    const { outcome, error, description } = failure;
    log.error({ event: 'integration_grant', outcome, code, error, description, remedy: operator });
    return unavailable(status === 503 ? 'salesforce_unavailable' : 'not_configured', failure);
  }

  function once(): Promise<IntegrationGrant> {
    underWay ??= mintNow().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    current: async () => kept ?? once(),
    renew: async (refused) => (kept === undefined || kept === refused ? once() : kept),
  };
}

/** Visitors can do nothing about an integration user; why it is so is for the log. */
const unavailable = (code: 'salesforce_unavailable' | 'not_configured', cause: unknown) =>
  new Problem(
    code,
    code === 'not_configured'
      ? 'The shop cannot show this at the moment. If it stays so, please tell the shop.'
      : 'Salesforce cannot be reached at the moment. Please try again in a minute.',
    { cause },
  );
