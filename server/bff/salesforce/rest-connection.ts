import type { Dispatcher } from 'undici';
import type { MeasuredCalls } from '../measured-calls.ts';
import type { Soql } from '../queries/soql.ts';
import type { MadeRecord, NewRecord } from '../routes/user-salesforce.ts';
import type { Grant } from '../session/vault.ts';
import type { ApiUsage } from './api-usage.ts';
import type { Circuits } from './circuits.ts';
import type { Composite } from './composite.ts';
import { queriesAtOnce } from './queries-at-once.ts';
import { recordsAtOnce } from './records-at-once.ts';
import { SalesforceConnection } from './salesforce-connection.ts';
import { createTransport, UpstreamFailure } from './transport.ts';

export interface RestConnection {
  /** Every row of the query up to `mostRows`, each with all its child rows. */
  query(soql: Soql): Promise<readonly unknown[]>;
  /**
   * Every row of the query, in as many calls as it takes.
   * @throws {TooManyRows} where there are more than `most`
   */
  wholeQuery(soql: Soql, most: number): Promise<readonly unknown[]>;
  /** The rows of 1 to 5 queries, in one call. */
  queries(queries: readonly Soql[]): Promise<readonly (readonly unknown[])[]>;
  /** Makes all of them or none, in one call. */
  create(records: readonly NewRecord[]): Promise<readonly MadeRecord[]>;
}

export interface RestConnectionOptions {
  readonly apiVersion: string;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly usage: ApiUsage;
  /** Absent where nobody waits, as in a job: there each call is made. */
  readonly circuits?: Circuits;
  /** Asked before every call; throws where there shall be none. */
  readonly spend?: () => Promise<void>;
  /** Absent where nothing is measured, as in a command. */
  readonly calls?: MeasuredCalls | undefined;
}

/** A route asks for one page of its own; more rows than this would be a mistake in it. */
const mostRows = 2_000;

/**
 * Salesforce's REST API for one request of one person.
 *
 * A connection is never shared: a jsforce connection carries an identity, and making one costs
 * microseconds.
 */
export function createRestConnection(
  grant: Pick<Grant, 'accessToken' | 'instanceUrl'>,
  options: RestConnectionOptions,
): RestConnection {
  const { apiVersion } = options;
  const transport = createTransport({ ...options, origin: grant.instanceUrl });
  const connection = new SalesforceConnection(grant, apiVersion, transport);
  const root = `/services/data/v${apiVersion}`;
  async function send<Answer>({ body, read }: Composite<Answer>): Promise<Answer> {
    return read(await connection.requestPost('/composite', body).catch(notAnAnswer));
  }
  async function rowsOf(soql: Soql, maxFetch: number, most = Number.POSITIVE_INFINITY) {
    const query = connection.query(soql.toString());
    // The first page says how many there are: the others are not asked for in vain.
    query.once('record', () => {
      if (query.totalSize > most) throw new TooManyRows(query.totalSize, most);
    });
    const { records } = await query.run({ autoFetch: true, maxFetch }).catch(notAnAnswer);
    if (!Array.isArray(records)) throw new UpstreamFailure('Salesforce answered without records');
    return records as readonly unknown[];
  }
  return {
    queries: async (queries) => send(queriesAtOnce(queries, root)),
    create: async (records) => send(recordsAtOnce(records, root)),
    query: async (soql) => rowsOf(soql, mostRows),
    wholeQuery: async (soql, most) => rowsOf(soql, most, most),
  };
}

/** A query that is kept whole finds more than is kept. */
export class TooManyRows extends Error {
  constructor(found: number, most: number) {
    super(`The query finds ${found} rows, and no more than ${most} are kept: narrow it`);
    this.name = 'TooManyRows';
  }
}

/** jsforce believes every answer and trips over one that is not of the API's shape. */
function notAnAnswer(error: unknown): never {
  throw error instanceof TypeError
    ? new UpstreamFailure('Salesforce answered in another shape', error)
    : error;
}
