import type { z } from 'zod';
import type { Page, PageOf } from './page.ts';
import {
  createReplicaQuery,
  type ReplicaQuery,
  type ReplicaQueryDeclaration,
} from './replica-query.ts';
import {
  createReplicaTable,
  type ReplicaTable,
  type ReplicaTableDeclaration,
} from './replica-table.ts';
import { type KnownUser, type UserFactsDeclaration, userFacts } from './user-facts.ts';

/** What an application declares over the data that Heroku Connect keeps in Postgres. */
export interface Replica<Viewer> {
  /**
   * A table, by the lower-case name that Heroku Connect gives it, and which of its rows a user may see.
   *
   * @throws {TypeError} without `visibleTo`, or with a condition that reads what `tables` does not name
   * @example
   * const order = replicaTable('order', {
   *   visibleTo: (user) => sql`accountid = ${user.accountId}`,
   * });
   */
  replicaTable(name: string, declaration: ReplicaTableDeclaration<Viewer>): ReplicaTable<Viewer>;
  /**
   * A query over tables, each as far as the user may see it: joins, sums and limits know no other rows.
   *
   * Times and numbers of many digits (`numeric`, `bigint`) come as text; dates are `YYYY-MM-DD`.
   *
   * @throws {TypeError} when the text reads another table, names a schema, or calls a function that it may not
   * @example
   * export const mySpending = replicaQuery({
   *   input: z.object({ from: z.iso.date() }),
   *   output: z.object({ amount: z.number() }),
   *   tables: { order },
   *   select: ({ from }) => sql<{ amount: string }>`
   *     SELECT sum(totalamount::numeric) AS amount FROM "order" WHERE effectivedate >= ${from}`,
   *   project: ({ amount }) => ({ amount: Number(amount) }),
   * });
   */
  readonly replicaQuery: {
    <Input extends z.ZodObject, Item extends z.ZodType, Position extends z.ZodType, Row>(
      declaration: ReplicaQueryDeclaration<Viewer, Input, PageOf<Item, Position>, Item, Row>,
    ): ReplicaQuery<z.input<Input>, Page<z.output<Item>>, Row>;
    <Input extends z.ZodObject, Item extends z.ZodObject, Row>(
      declaration: ReplicaQueryDeclaration<Viewer, Input, Item, Item, Row>,
    ): ReplicaQuery<z.input<Input>, z.output<Item>, Row>;
  };
}

/**
 * Begins the declaration of routes over replicated data, with what their predicates need to know of a user.
 *
 * That is read from Salesforce with the user's own token, and kept for five minutes at most: what the
 * browser says of a user is never asked.
 *
 * @example
 * const { replicaTable, replicaQuery } = defineReplica({
 *   select: ({ id }) => soql<{ AccountId: string | null }>`SELECT AccountId FROM User WHERE Id = ${id}`,
 *   output: z.object({ accountId: z.string().nullable() }),
 *   project: ({ AccountId }) => ({ accountId: AccountId }),
 * });
 */
export function defineReplica<Facts extends z.ZodObject, Row>(
  about: UserFactsDeclaration<Facts, Row>,
): Replica<KnownUser<z.output<Facts>>> {
  type Viewer = KnownUser<z.output<Facts>>;
  const facts = userFacts(about);
  const declared = new WeakSet<ReplicaTable<never>>();

  function requireDeclared(tables: Readonly<Record<string, ReplicaTable<never>>> = {}): void {
    for (const [key, table] of Object.entries(tables)) {
      if (!declared.has(table)) throw new TypeError(`${key} is not made by replicaTable(…)`);
    }
  }

  function replicaQuery<
    Input extends z.ZodObject,
    Item extends z.ZodType,
    Position extends z.ZodType,
    Row,
  >(
    declaration: ReplicaQueryDeclaration<Viewer, Input, PageOf<Item, Position>, Item, Row>,
  ): ReplicaQuery<z.input<Input>, Page<z.output<Item>>, Row>;
  function replicaQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row>(
    declaration: ReplicaQueryDeclaration<Viewer, Input, Item, Item, Row>,
  ): ReplicaQuery<z.input<Input>, z.output<Item>, Row>;
  function replicaQuery<Input extends z.ZodObject, Item extends z.ZodType, Row>(
    declaration: ReplicaQueryDeclaration<Viewer, Input, PageOf<Item> | Item, Item, Row>,
  ): ReplicaQuery {
    requireDeclared(declaration.tables);
    return createReplicaQuery(facts, declaration);
  }

  return {
    replicaTable(name, declaration) {
      requireDeclared(declaration.tables);
      const table = createReplicaTable(name, declaration);
      declared.add(table);
      return table;
    },
    replicaQuery,
  };
}
