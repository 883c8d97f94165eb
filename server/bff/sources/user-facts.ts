import type { KnownUser, UserFacts } from '../routes/user-facts.ts';
import type { Grants } from '../session/grants.ts';
import { ownerOf } from '../session/owner.ts';
import type { User } from '../user.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { createFlights } from './flights.ts';
import type { LiveSource } from './live.ts';

/** What predicates need to know of users, as Salesforce says it to the users themselves. */
export interface UserFactsSource {
  /**
   * A user with what an application has asked about them, read less than five minutes ago under the grant
   * that they have now.
   * @param signal ends the wait
   * @throws {Problem} as a query with the user's own token: nothing is answered from older knowledge
   */
  know(user: User, facts: UserFacts, signal: AbortSignal): Promise<KnownUser>;
}

export interface UserFactsSourceOptions {
  readonly grants: Pick<Grants, 'current'>;
  readonly live: Pick<LiveSource, 'query'>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

interface Known {
  /** Of the grant that it was read under. */
  readonly generation: string;
  /** When the reading began. */
  readonly since: number;
  readonly rows: readonly unknown[];
}

/** How long somebody who has been moved, in Salesforce, to another account or role still sees what they saw. */
const keptMs = 5 * 60_000;

/** People whose facts one process keeps. */
const most = { entries: 10_000, bytes: 16 * 1024 * 1024 };

/**
 * Reads facts with the user's own token and keeps them for a while, for one grant: a new sign-in and a
 * renewed grant read anew, and after a sign-out there is no grant that they would be good for.
 */
export function createUserFactsSource(options: UserFactsSourceOptions): UserFactsSource {
  const { grants, live, clock = Date.now } = options;
  const kept = createBoundedCache<Known>(most);
  const flights = createFlights<Known>();

  function find(key: string, generation: string): Known | undefined {
    const known = kept.get(key);
    if (known?.generation !== generation) return undefined;
    const age = clock() - known.since;
    // A clock that was set back says nothing about age.
    return age >= 0 && age < keptMs ? known : undefined;
  }

  return {
    async know(user, facts, signal) {
      const owner = ownerOf(user);
      const soql = facts.select(user);
      const key = `${owner} ${soql}`;
      const { generation } = await grants.current(owner);
      const known =
        find(key, generation) ??
        (await flights.join(key, generation, { signal, fresh: false }, async (reading) => {
          const since = clock();
          const rows = await live.query(soql, user, { signal: reading, fresh: true });
          const read = { generation, since, rows };
          kept.set(key, read, key.length + JSON.stringify(rows).length);
          return read;
        }));
      // Nothing that an application asks makes somebody another user.
      return { ...(facts.answer(known.rows) as object), ...user };
    },
  };
}
