import type { Dispatcher } from 'undici';
import { Problem } from '../problem.ts';
import { createRestConnection } from '../salesforce/rest-connection.ts';
import type { Soql } from '../soql.ts';
import type { IntegrationGrants } from './integration-grants.ts';
import { withOneRenewal } from './with-one-renewal.ts';

/** Salesforce as the integration user sees it: for what is the same for everybody, and nothing else. */
export interface IntegrationSource {
  /**
   * @param signal ends the query: the request has run out of time, or nobody waits for it any more
   * @throws {Problem} `not_configured` where there is no integration user, or it may not read this
   */
  query(soql: Soql, signal: AbortSignal): Promise<readonly unknown[]>;
}

export interface IntegrationSourceOptions {
  /** Absent where no integration flow is configured. */
  readonly grants: IntegrationGrants | undefined;
  readonly apiVersion: string;
  readonly dispatcher: Dispatcher;
}

/** Asks Salesforce with the integration user's token. */
export function createIntegrationSource(options: IntegrationSourceOptions): IntegrationSource {
  const { grants, ...connecting } = options;
  return {
    async query(soql, signal) {
      if (grants === undefined) throw notConfigured(undefined);
      const asked = withOneRenewal(await grants.current(), grants.renew, (grant) =>
        createRestConnection(grant, { ...connecting, signal }).query(soql),
      );
      // What the integration user may not read, no visitor can do anything about.
      return asked.catch((error: unknown) => {
        throw error instanceof Problem && error.code === 'forbidden'
          ? notConfigured(error.cause)
          : error;
      });
    },
  };
}

const notConfigured = (cause: unknown) =>
  new Problem('not_configured', 'The shop does not show this yet.', { cause });
