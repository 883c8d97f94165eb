import type { Parameters, Transport } from 'bff/transport';
import type { WireAdapterConstructor } from 'lwc';
import type {
  OwnSession,
  RouteInput,
  RouteOutput,
  Routes,
  StandingApprovalAnswer,
} from '../../../../server/bff/index.ts';
import { queryAdapter } from './queryAdapter.ts';
import {
  createSharedReads,
  type ReadAddress,
  type SharedReads,
  type WireResult,
} from './sharedReads.ts';

/** A query of the server, to call or to wire, as an Apex import is. */
export interface Query<Input extends Parameters, Output> {
  (input: Input): Promise<Output>;
  readonly adapter: WireAdapterConstructor<Input, WireResult<Output>>;
}

/** What `@wire(myQuery, …)` gives a component: `data`, `error`, and `refresh()`. */
export type Result<Q> = Q extends Query<infer _Input, infer Output> ? WireResult<Output> : never;

/** What a query takes, of the kind that fits into a query string: all that a query may declare. */
type QueryInput<R> = RouteInput<R> extends infer Input extends Parameters ? Input : never;

/** The routes that answer everybody alike. */
type PublicRoute<R> = {
  [Name in keyof R & string]: R[Name] extends { readonly kind: 'publicQuery' } ? Name : never;
}[keyof R & string];

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
  query<Name extends keyof R & string>(
    name: Name,
  ): Query<QueryInput<R[Name]>, RouteOutput<R[Name]>>;
  /**
   * The public query of that name: what it has read stays when the user changes.
   *
   * @example export const catalogue = publicQuery('catalogue');
   */
  publicQuery<Name extends PublicRoute<R>>(
    name: Name,
  ): Query<QueryInput<R[Name]>, RouteOutput<R[Name]>>;
  /** The user's own sessions, the one of this browser marked. */
  readonly mySessions: Query<Record<string, never>, readonly OwnSession[]>;
  /** Whether the server may act for the user while they are away. */
  readonly standingApproval: Query<Record<string, never>, StandingApprovalAnswer>;
  /** Gives or withdraws that approval. */
  approve(approved: boolean): Promise<void>;
  /** Drops what one user has read, for when the user changes; `readAgain`: what is still on the page is then read anew. */
  forget(options: { readAgain: boolean }): void;
}

/**
 * The routes of a server as functions, typed by the server's own declarations: the type comes over,
 * the code does not.
 *
 * @typeParam R the type of the server's routes object
 * @example const { query } = createApi<StorefrontRoutes>(transport);
 */
export function createApi<R extends Routes>(transport: Transport): Api<R> {
  const read: ReadAddress = (address, signal) => transport.get(address, { signal });
  const ownReads = createSharedReads(read);
  const publicReads = createSharedReads(read);

  function queryAt<Input extends Parameters, Output>(
    path: string,
    reads: SharedReads,
  ): Query<Input, Output> {
    const call = (input: Input) =>
      // The server checks every answer against the route's output schema before it leaves.
      transport.get(path, { parameters: input }) as Promise<Output>;
    return Object.assign(call, { adapter: queryAdapter<Input, Output>(path, reads) });
  }

  return {
    query: (name) => queryAt(`/api/${name}`, ownReads),
    publicQuery: (name) => queryAt(`/api/${name}`, publicReads),
    mySessions: queryAt('/auth/sessions', ownReads),
    standingApproval: queryAt('/auth/standing-approval', ownReads),
    async approve(approved) {
      await transport.post('/auth/standing-approval', { approved });
    },
    forget: ownReads.forget,
  };
}
