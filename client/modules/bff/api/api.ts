import { identityOf, type Session } from 'bff/session';
import type { Parameters, Transport } from 'bff/transport';
import type { WireAdapterConstructor } from 'lwc';
import type {
  OwnSession,
  RouteInput,
  RouteOutput,
  Routes,
  StandingApprovalAnswer,
  User,
} from '../../../../server/bff/index.ts';
import { queryAdapter } from './queryAdapter.ts';
import {
  createSharedReads,
  type ReadAddress,
  type SharedReads,
  type WireResult,
} from './sharedReads.ts';
import { createStaleQueries } from './staleQueries.ts';

export type { WireResult } from './sharedReads.ts';

/** A query of the server, to call or to wire, as an Apex import is. */
export interface Query<Input extends Parameters, Output> {
  (input: Input): Promise<Output>;
  readonly adapter: WireAdapterConstructor<Input, WireResult<Output>>;
}

/** What `@wire(myQuery, …)` gives a component: `data`, `error`, and `refresh()`. */
export type Result<Q> = Q extends Query<infer _Input, infer Output> ? WireResult<Output> : never;

/** What a query takes, of the kind that fits into a query string: all that a query may declare. */
type QueryInput<R> = RouteInput<R> extends infer Input extends Parameters ? Input : never;

/** The names of the routes of a kind. */
type RouteOf<R, Kind> = {
  [Name in keyof R & string]: R[Name] extends { readonly kind: Kind } ? Name : never;
}[keyof R & string];

export interface ApiOptions {
  readonly transport: Transport;
  /** Who is signed in: what one person has read is not there for the next. */
  readonly session: Pick<Session, 'subscribe'>;
}

export interface Api<R extends Routes> {
  /**
   * The query of that name.
   *
   * @example
   * export const myOrders = query('myOrders');
   * // in a component:
   * @wire(myOrders, { status: '$status' }) orders?: Result<typeof myOrders>;
   * // or:
   * const { items } = await myOrders({ status: 'Shipped' });
   */
  query<Name extends Exclude<keyof R & string, RouteOf<R, 'command'>>>(
    name: Name,
  ): Query<QueryInput<R[Name]>, RouteOutput<R[Name]>>;
  /**
   * The public query of that name: what it has read stays when the user changes.
   *
   * @example export const catalogue = publicQuery('catalogue');
   */
  publicQuery<Name extends RouteOf<R, 'publicQuery'>>(
    name: Name,
  ): Query<QueryInput<R[Name]>, RouteOutput<R[Name]>>;
  /**
   * The command of that name, which does what it does once each time it is called. When it is done, every
   * wire of the queries that it refreshes reads again, in this tab and in the same person's others.
   *
   * It rejects with a {@link RequestError}: `body.errors` says by field what is wrong with the input, and
   * `mayBeDone` of `bff/transport` whether it may have been done all the same.
   *
   * @example
   * export const openCase = command('openCase');
   * const { number } = await openCase({ subject, description });
   */
  command<Name extends RouteOf<R, 'command'>>(
    name: Name,
  ): (input: RouteInput<R[Name]> & object) => Promise<RouteOutput<R[Name]>>;
  /** The user's own sessions, the one of this browser marked. */
  readonly mySessions: Query<Record<string, never>, readonly OwnSession[]>;
  /** Whether the server may act for the user while they are away. */
  readonly standingApproval: Query<Record<string, never>, StandingApprovalAnswer>;
  /** Gives or withdraws that approval. */
  approve(approved: boolean): Promise<void>;
}

/**
 * The routes of a server as functions, typed by the server's own declarations: the type comes over,
 * the code does not.
 *
 * @typeParam R the type of the server's routes object
 * @example const { query } = createApi<StorefrontRoutes>({ transport, session });
 */
export function createApi<R extends Routes>({ transport, session }: ApiOptions): Api<R> {
  const read: ReadAddress = (address, options) => transport.get(address, options);
  const ownReads = createSharedReads(read);
  const publicReads = createSharedReads(read);
  const stale = createStaleQueries((names) => {
    const isStale = (address: string) => names.has(routeOf(address));
    for (const reads of [ownReads, publicReads]) reads.refresh(isStale);
  });

  let reader: User | null | undefined;
  session.subscribe(({ user }) => {
    if (user === reader) return;
    if (reader) ownReads.forget({ readAgain: Boolean(user) });
    reader = user;
    stale.of(identityOf(user));
  });

  transport.onAnswer(({ headers }) => {
    // With the head of the answer it is done, whether the rest arrives or not.
    const names = headers.get('X-BFF-Refreshes');
    if (names) stale.tell(names.split(/\s*,\s*/));
  });

  function queryAt<Input extends Parameters, Output>(
    path: string,
    reads: SharedReads,
  ): Query<Input, Output> {
    const call = (input: Input) =>
      // The server checks every answer against the route's output schema before it leaves.
      transport.get(path, { parameters: input, fresh: reads === ownReads }) as Promise<Output>;
    return Object.assign(call, { adapter: queryAdapter<Input, Output>(path, reads) });
  }

  return {
    query: (name) => queryAt(`/api/${name}`, ownReads),
    publicQuery: (name) => queryAt(`/api/${name}`, publicReads),
    command: (name) => (input) => transport.post(`/api/${name}`, input) as Promise<never>,
    mySessions: queryAt('/auth/sessions', ownReads),
    standingApproval: queryAt('/auth/standing-approval', ownReads),
    async approve(approved) {
      await transport.post('/auth/standing-approval', { approved });
    },
  };
}

/** The name of the route at an address: of `/api/myOrders?status=Draft` it is `myOrders`. */
const routeOf = (address: string): string => address.slice('/api/'.length).split('?', 1).join();
