import type { Dispatcher } from 'undici';
import type { MeasuredCalls } from '../measured-calls.ts';
import type { Soql } from '../queries/soql.ts';
import type { RowsOf, UserSalesforce } from '../routes/user-salesforce.ts';
import type { ApiUsage } from '../salesforce/api-usage.ts';
import type { Circuits } from '../salesforce/circuits.ts';
import { createRestConnection, type RestConnection } from '../salesforce/rest-connection.ts';
import type { Grants } from '../session/grants.ts';
import { ownerOf } from '../session/owner.ts';
import type { User } from '../user.ts';
import { createFlights } from './flights.ts';
import { untilAborted } from './until-aborted.ts';
import { withOneRenewal } from './with-one-renewal.ts';

export interface Asking {
  /** Ends the query: the request has run out of time, or nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Whether an answer that is under way already will not do. */
  readonly fresh: boolean;
}

/** Salesforce as one user sees it: sharing and field-level security are Salesforce's own. */
export interface LiveSource {
  /** The rows of a query. Equal queries of one user that are under way are one. */
  query(soql: Soql, user: User, asking: Asking): Promise<readonly unknown[]>;
  /**
   * Lets a command do its work. Queries that were under way before it is done may not know of it: those
   * who ask afterwards do not join them.
   * @param signal ends the work: it has run out of time
   */
  act<T>(
    user: User,
    signal: AbortSignal,
    work: (salesforce: UserSalesforce) => Promise<T>,
  ): Promise<T>;
}

export interface LiveSourceOptions {
  readonly grants: Grants;
  readonly usage: ApiUsage;
  readonly circuits: Circuits;
  readonly apiVersion: string;
  readonly dispatcher: Dispatcher;
  readonly calls?: MeasuredCalls;
}

/** Asks Salesforce with the user's own token. */
export function createLiveSource({ grants, ...connecting }: LiveSourceOptions): LiveSource {
  const { usage } = connecting;
  const flights = createFlights<readonly unknown[]>();

  async function call<T>(
    owner: string,
    signal: AbortSignal,
    ask: (connection: RestConnection) => Promise<T>,
    circuits = connecting.circuits,
  ): Promise<T> {
    return withOneRenewal(
      await grants.current(owner),
      (refused) => untilAborted(grants.renew(owner, refused), signal),
      (grant) => ask(createRestConnection(grant, { ...connecting, circuits, signal })),
    );
  }

  return {
    async query(soql, user, asking) {
      usage.admit();
      const owner = ownerOf(user);
      return flights.join(owner, soql.toString(), asking, (signal) =>
        call(owner, signal, (connection) => connection.query(soql)),
      );
    },
    async act(user, signal, work) {
      // Once for all its calls: what is half done is worse than what is not begun.
      usage.admit();
      const owner = ownerOf(user);
      const circuits = connecting.circuits.forOneWork();
      const as = <T>(ask: (connection: RestConnection) => Promise<T>) =>
        call(owner, signal, ask, circuits);
      try {
        return await work({
          // Rows of what the queries have asked for, and a record for each that was to be made.
          query: async (...queries) =>
            (await as((connection) => connection.queries(queries))) as RowsOf<typeof queries>,
          create: async (...records) =>
            (await as((connection) => connection.create(records))) as never,
        });
      } finally {
        flights.leaveBehind(owner);
      }
    },
  };
}
