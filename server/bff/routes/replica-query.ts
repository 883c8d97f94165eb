import type { z } from 'zod';
import { type Sql, type SqlStatement, sql } from '../queries/sql.ts';
import type { PageOf } from './page.ts';
import { mostRows, type QueryDeclaration, type QueryRoute, queryRoute } from './query-route.ts';
import {
  createTextCheck,
  draft,
  inOrder,
  overVisibleRows,
  type ReplicaTable,
} from './replica-table.ts';
import type { KnownUser, UserFacts } from './user-facts.ts';

/** A query of replicated data, limited by our own predicates. */
export interface ReplicaQuery<Input = unknown, Output = unknown, Row = unknown>
  extends QueryRoute<Input, Output, Row> {
  readonly kind: 'replicaQuery';
  /** What has to be known of the user before anything is asked. */
  readonly facts: UserFacts;
  readonly tables: readonly ReplicaTable<never>[];
  /** @param user with what `facts` has found */
  select(input: unknown, user: KnownUser): SqlStatement;
}

export interface ReplicaQueryDeclaration<
  Viewer,
  Input extends z.ZodObject,
  Output,
  Item extends z.ZodType,
  Row,
> extends QueryDeclaration<Input, Output, Item, Row> {
  /** Every table that the query reads, each as far as the user may see it. */
  readonly tables: Readonly<Record<string, ReplicaTable<Viewer>>>;
  /**
   * The query, over those tables by their own names, without a schema; without a `LIMIT`, since the route
   * adds the one that its output needs.
   */
  select(input: z.output<Input>, user: Viewer): Sql<Row>;
}

/** @throws {TypeError} without tables, or with a query that reads what it does not declare */
export function createReplicaQuery<
  Viewer extends KnownUser,
  Input extends z.ZodObject,
  Item extends z.ZodType,
  Row,
>(
  facts: UserFacts,
  declaration: ReplicaQueryDeclaration<Viewer, Input, PageOf<Item> | Item, Item, Row>,
): ReplicaQuery {
  const tables = Object.values(declaration.tables);
  const check = createTextCheck(tables);

  function select(input: unknown, known: KnownUser): Sql {
    // The pipeline hands over what `input` has parsed, and what `facts` has found.
    const user = known as Viewer;
    const query = check(declaration.select(input as z.output<Input>, user));
    return sql`${overVisibleRows(tables, user, query)} LIMIT ${mostRows(declaration.output)}`;
  }
  inOrder(tables);
  draft((input, user) => select(input, user as KnownUser));
  return {
    kind: 'replicaQuery',
    ...queryRoute(declaration),
    facts,
    tables,
    select: (input, user) => select(input, user).statement(),
  };
}
