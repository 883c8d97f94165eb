import { Connection } from 'jsforce/lib/core.js';
import type { Dispatcher } from 'undici';
import type { Grant } from '../session/vault.ts';
import type { Soql } from '../soql.ts';
import type { MadeRecord, NewRecord } from '../user-salesforce.ts';
import { type Composite, queriesAtOnce, recordsAtOnce } from './composite.ts';
import { createTransport, UpstreamFailure } from './transport.ts';

export interface RestConnection {
  /** Every row of the query up to `mostRows`, each with all its child rows. */
  query(soql: Soql): Promise<readonly unknown[]>;
  /** The rows of 1 to 5 queries, in one call. */
  queries(queries: readonly Soql[]): Promise<readonly (readonly unknown[])[]>;
  /** Makes all of them or none, in one call. */
  create(records: readonly NewRecord[]): Promise<readonly MadeRecord[]>;
}

/** A route asks for one page; more rows than this would be a mistake in it. */
const mostRows = 2_000;

/**
 * Salesforce's REST API for one request of one person.
 *
 * A connection is never shared: a jsforce connection carries an identity, and making one costs
 * microseconds. It is given no refresh token, so that it cannot refresh by itself.
 */
export function createRestConnection(
  grant: Pick<Grant, 'accessToken' | 'instanceUrl'>,
  options: {
    readonly apiVersion: string;
    readonly dispatcher: Dispatcher;
    readonly signal: AbortSignal;
  },
): RestConnection {
  const connection = new Connection({
    instanceUrl: grant.instanceUrl,
    accessToken: grant.accessToken,
    version: options.apiVersion,
  });
  Object.assign(connection, {
    _transport: createTransport({
      dispatcher: options.dispatcher,
      origin: grant.instanceUrl,
      signal: options.signal,
    }),
  });
  const root = `/services/data/v${options.apiVersion}`;
  async function send<Answer>({ body, read }: Composite<Answer>): Promise<Answer> {
    return read(await connection.requestPost('/composite', body).catch(notAnAnswer));
  }
  return {
    queries: async (queries) => send(queriesAtOnce(queries, root)),
    create: async (records) => send(recordsAtOnce(records, root)),
    async query(soql) {
      const { records } = await connection
        .query(soql.toString())
        .run({ autoFetch: true, maxFetch: mostRows })
        .catch(notAnAnswer);
      if (!Array.isArray(records)) throw new UpstreamFailure('Salesforce answered without records');
      return records;
    },
  };
}

/** jsforce believes every answer and trips over one that is not of the API's shape. */
function notAnAnswer(error: unknown): never {
  throw error instanceof TypeError
    ? new UpstreamFailure('Salesforce answered in another shape', error)
    : error;
}
