import { Problem } from '../problem.ts';
import type { SqlStatement } from '../queries/sql.ts';
import { ownerOf } from '../session/owner.ts';
import type { User } from '../user.ts';
import { createFlights } from './flights.ts';
import type { Asking } from './live.ts';
import { createPlaces, type Places } from './places.ts';
import type { ReplicaSource } from './replica.ts';

/** Replicated data, as the requests of users ask for it. */
export interface ReplicaQueries {
  /**
   * The rows of a query. Equal queries of one user that are under way are one.
   * @throws {Problem} `replica_unavailable`, or `not_configured` where a table or a column is not there
   */
  query(statement: SqlStatement, user: User, asking: Asking): Promise<readonly unknown[]>;
}

/**
 * Of one user: a query that nobody waits for any more still has its connection until Postgres is done, and
 * somebody who loads a slow page again and again must not take them all.
 */
const ofEach = { places: 2, waiting: 20 };

/** @example createReplicaQueries(createReplicaSource({ url, log })) */
export function createReplicaQueries(replica: Pick<ReplicaSource, 'query'>): ReplicaQueries {
  const flights = createFlights<readonly unknown[]>();
  const placesOf = new Map<string, Places>();

  async function ask(owner: string, statement: SqlStatement, signal: AbortSignal) {
    const places = placesOf.get(owner) ?? createPlaces(ofEach);
    placesOf.set(owner, places);
    try {
      return await places.run(() => replica.query(statement), signal);
    } finally {
      if (places.areEmpty) placesOf.delete(owner);
    }
  }

  return {
    query(statement, user, asking) {
      const owner = ownerOf(user);
      const key = JSON.stringify([statement.text, statement.values]);
      return flights
        .join(owner, key, asking, (signal) => ask(owner, statement, signal))
        .catch(ofTheReplica);
    },
  };
}

/** Whoever waits in vain here does not wait for Salesforce. */
function ofTheReplica(error: unknown): never {
  if (!(error instanceof Problem) || error.code !== 'salesforce_unavailable') throw error;
  const { headers, cause } = error;
  throw new Problem('replica_unavailable', 'This takes too long. Please try again.', {
    ...{ headers, cause },
  });
}
