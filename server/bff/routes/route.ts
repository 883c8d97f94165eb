import type { Command } from './command.ts';
import type { PublicQuery } from './public-query.ts';
import type { ReplicaQuery } from './replica-query.ts';
import type { UserQuery } from './user-query.ts';

/** What a route of any kind is to the pipeline: the kinds are named by whose authority reads or writes. */
export type Route<Input = unknown, Output = unknown> =
  | UserQuery<Input, Output>
  | PublicQuery<Input, Output>
  | ReplicaQuery<Input, Output>
  | Command<Input, Output>;

export type Routes = Readonly<Record<string, Route>>;

/** What a query's `select` finds: the shape of its rows. */
export type RouteRow<R> = R extends { readonly types?: { readonly row: infer Row } } ? Row : never;

/** What a component passes to the route `R`. */
export type RouteInput<R> = R extends { readonly types?: { readonly input: infer Input } }
  ? Input
  : never;

/** What a component gets from the route `R`. */
export type RouteOutput<R> = R extends { readonly types?: { readonly output: infer Output } }
  ? Output
  : never;
