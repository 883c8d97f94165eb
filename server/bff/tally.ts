import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';
import type { User } from './user.ts';

/** What is counted for one request while it is under way, for its line in the log. */
export interface Tally {
  readonly requestId: string;
  /** What the spans of its calls are children of; absent where it is not traced. */
  readonly span: Span | undefined;
  /** Whose it is, once that is known. */
  user: Pick<User, 'organizationId' | 'id'> | undefined;
  /** Of Salesforce. What several calls take at the same time is added up. */
  readonly upstream: Calls;
  /** Of Redis. */
  readonly store: Calls;
  /** Of Postgres. */
  readonly replica: Calls;
}

export interface Calls {
  calls: number;
  ms: number;
}

/**
 * It follows a request through everything that it awaits, so that whoever calls something need not be
 * handed its tally. It holds nothing itself.
 */
const tallies = new AsyncLocalStorage<Tally>();

/** That of the request on whose behalf this runs; none where it is nobody's, as in a job. */
export const currentTally = (): Tally | undefined => tallies.getStore();

/** Runs something, and all that comes of it, on behalf of a request. */
export const withTally = <T>(tally: Tally, work: () => T): T => tallies.run(tally, work);

/** Says whose the present request is. */
export function noteUser(user: NonNullable<Tally['user']>): void {
  const tally = currentTally();
  if (tally !== undefined) tally.user = user;
}

/** @example withTally(createTally(request.id), next); */
export function createTally(requestId: string, span?: Span): Tally {
  const none = () => ({ calls: 0, ms: 0 });
  return { requestId, span, user: undefined, upstream: none(), store: none(), replica: none() };
}
