import { type CoreOptions, createCore } from './create-core.ts';
import { Problem } from './problem.ts';
import type { Soql } from './queries/soql.ts';
import { createMintByJwt } from './salesforce/mint-by-jwt.ts';
import { OAuthFailure } from './salesforce/oauth-failure.ts';
import { explainRefusal } from './salesforce/refusals.ts';
import { createRestConnection } from './salesforce/rest-connection.ts';
import { sameId } from './salesforce/salesforce-id.ts';
import type { PrivateKeys } from './salesforce/taken-key.ts';
import { createSalesforceAgent } from './salesforce/transport.ts';
import type { StandingApproval } from './session/standing-approvals.ts';
import { withOneRenewal } from './sources/with-one-renewal.ts';

/** Somebody who is not there, and for whom the server may act. */
export interface AbsentUser {
  readonly approval: StandingApproval;
  /** Every row that this user may see, up to 2,000. @throws {Problem} as a route's query does */
  query<Row>(soql: Soql<Row>): Promise<readonly Row[]>;
}

/** What a background job may do on behalf of people who have approved it. */
export interface Acting {
  /** Everybody who has. */
  approved(): Promise<readonly StandingApproval[]>;
  /**
   * @param who one of `approved()`, or a username as Salesforce has it, in any case
   * @throws {Problem} `forbidden` for a user who has not approved it, or no longer
   */
  actAs(who: StandingApproval | string): Promise<AbsentUser>;
}

export type ActingOptions = CoreOptions & {
  readonly salesforce: { readonly actingKey: PrivateKeys };
};

/** A job's call may take so long; nobody waits for it, but it must not hang. */
const callDeadlineMs = 60_000;

/**
 * Acts in Salesforce for users who are not there, by JWT Bearer, with their rights and no more.
 *
 * Only for those who have said so on the account page; Salesforce too wants their approval. The routes of
 * the web never use it.
 *
 * @throws {TypeError} where approvals are not kept: without Redis
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 * @example
 * const { actAs } = createActing({ appUrl, salesforce, session: { secrets, redis }, log });
 * const ada = await actAs('ada@northwind.example');
 * const orders = await ada.query(soql<{ Id: string }>`SELECT Id FROM Order LIMIT 10`);
 */
export function createActing(options: ActingOptions): Acting {
  const { salesforce, log, clock } = options;
  const { approvals, usage, calls } = createCore(options);
  if (approvals === undefined) {
    throw new TypeError('Acting for absent users needs Redis, where their approvals are kept');
  }
  const dispatcher = createSalesforceAgent(salesforce.clientCertificate);
  const mint = createMintByJwt({ ...salesforce, privateKey: salesforce.actingKey }, clock);

  async function mintFor({ username, organizationId, id }: StandingApproval) {
    const grant = await mint(username).catch((error: unknown) => {
      if (!(error instanceof OAuthFailure)) throw error;
      const { code, operator, status } = explainRefusal(error, 'integration');
      log.warn({ event: 'act_as', outcome: error.outcome, code, remedy: operator });
      throw status === 503
        ? new Problem('salesforce_unavailable', 'Salesforce cannot be reached.', { cause: error })
        : new Problem('forbidden', 'Salesforce does not let the server act.', { cause: error });
    });
    // A username can be given to somebody else; the approval cannot.
    const { user } = grant;
    if (!user || !sameId(user.organizationId, organizationId) || !sameId(user.id, id)) {
      throw new Problem('forbidden', 'This is not the user who has approved it.');
    }
    log.info({ event: 'act_as', outcome: 'minted' });
    return grant;
  }

  /** A username may have gone to somebody else since: of two with one name the later word counts. */
  async function approvalOf(who: StandingApproval | string) {
    if (typeof who !== 'string') return approvals?.find(who);
    const all = (await approvals?.all()) ?? [];
    return all
      .filter(({ username }) => username.toLowerCase() === who.toLowerCase())
      .toSorted((a, b) => b.since - a.since)[0];
  }

  return {
    approved: () => approvals.all(),
    async actAs(who) {
      const approval = await approvalOf(who);
      if (approval === undefined) throw new Problem('forbidden', 'This user has not approved it.');
      let grant = await mintFor(approval);
      return {
        approval,
        async query<Row>(soql: Soql<Row>) {
          usage.admit();
          const rows = await withOneRenewal(
            grant,
            async () => {
              grant = await mintFor(approval);
              return grant;
            },
            (using) =>
              createRestConnection(using, {
                apiVersion: salesforce.apiVersion,
                dispatcher,
                usage,
                calls,
                signal: AbortSignal.timeout(callDeadlineMs),
              }).query(soql),
          );
          // Rows of what the query has asked for.
          return rows as readonly Row[];
        },
      };
    },
  };
}
