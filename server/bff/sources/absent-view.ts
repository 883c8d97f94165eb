import type { Dispatcher } from 'undici';
import { Problem } from '../problem.ts';
import { type Soql, soql } from '../queries/soql.ts';
import type { ApiUsage } from '../salesforce/api-usage.ts';
import type { IntegrationGrant } from '../salesforce/integration-grant.ts';
import { createRestConnection } from '../salesforce/rest-connection.ts';
import { errorCodeOf } from '../salesforce/translate-error.ts';
import type { User } from '../user.ts';
import { withOneRenewal } from './with-one-renewal.ts';

/** Salesforce as somebody sees it who is not there. */
export interface AbsentView {
  readonly user: User;
  /**
   * Everything that a query finds for this user; nothing where they may not read the object or a field.
   * @param most how many rows at most
   */
  everything<Row>(query: Soql<Row>, most: number): Promise<readonly Row[]>;
}

export interface AbsentViewOptions {
  /** @throws {OAuthFailure} */
  readonly mint: (username: string) => Promise<IntegrationGrant>;
  readonly apiVersion: string;
  readonly dispatcher: Dispatcher;
  readonly usage: ApiUsage;
}

/** For all the pages of one query. */
const queryDeadlineMs = 300_000;

/**
 * @throws {OAuthFailure} where Salesforce gives no token for the user
 * @throws {Problem} `forbidden` where the user may not use the API
 */
export async function openAbsentView(
  username: string,
  { mint, ...connecting }: AbsentViewOptions,
): Promise<AbsentView> {
  let grant = await mint(username);

  async function everything<Row>(query: Soql<Row>, most: number): Promise<readonly Row[]> {
    const rows = await withOneRenewal(
      grant,
      async () => {
        grant = await mint(username);
        return grant;
      },
      (using) => {
        const signal = AbortSignal.timeout(queryDeadlineMs);
        return createRestConnection(using, { ...connecting, signal })
          .wholeQuery(query, most)
          .catch((error: unknown) => {
            // What somebody may not read at all, they see nothing of.
            if (/^INVALID_(TYPE|FIELD)$/.test(errorCodeOf(error))) return [];
            throw error;
          });
      },
    );
    // Rows of what the query has asked for.
    return rows as readonly Row[];
  }

  const { id, organizationId } = grant.user ?? {};
  if (id === undefined || organizationId === undefined) {
    throw new Problem('forbidden', 'Salesforce does not say whose token it has given.');
  }
  const [self] = await everything(
    soql<{ Name: string; Email: string }>`SELECT Name, Email FROM User WHERE Id = ${id}`,
    1,
  );
  const { Name: name = '', Email: email = '' } = self ?? {};
  return { user: { id, organizationId, username, name, email }, everything };
}
