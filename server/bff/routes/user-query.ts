import type { z } from 'zod';
import type { Soql } from '../queries/soql.ts';
import type { User } from '../user.ts';
import type { Page, PageOf } from './page.ts';
import { limited, type QueryDeclaration, type QueryRoute, queryRoute } from './query-route.ts';

/** A query with the signed-in user's own token. */
export interface UserQuery<Input = unknown, Output = unknown, Row = unknown>
  extends QueryRoute<Input, Output, Row> {
  readonly kind: 'userQuery';
  /** The query of one request. `input` is what the schema above made of the request. */
  select(input: unknown, user: User): Soql;
}

interface UserQueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row>
  extends QueryDeclaration<Input, Output, Item, Row> {
  /** The query, without a `LIMIT`: the route adds the one that its output needs. */
  select(input: z.output<Input>, user: User): Soql<Row>;
}

/**
 * A query with the signed-in user's own token: Salesforce's sharing and field-level security decide
 * what it finds, for this user and nobody else.
 *
 * With `output: page(…)` it answers a list; with a plain schema the one record it finds, and
 * `not_found` where it finds none, so that a record that exists but is not shared with the user looks
 * the same as one that does not exist.
 *
 * @example
 * export const myOrder = userQuery({
 *   input: z.object({ id: salesforceId }),
 *   output: z.object({ id: z.string(), number: z.string() }),
 *   select: ({ id }) => soql<OrderRow>`SELECT Id, OrderNumber FROM Order WHERE Id = ${id}`,
 *   project: (row) => ({ id: row.Id, number: row.OrderNumber }),
 * });
 */
export function userQuery<
  Input extends z.ZodObject,
  Item extends z.ZodType,
  Position extends z.ZodType,
  Row,
>(
  declaration: UserQueryDeclaration<Input, PageOf<Item, Position>, Item, Row>,
): UserQuery<z.input<Input>, Page<z.output<Item>>, Row>;
export function userQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row>(
  declaration: UserQueryDeclaration<Input, Item, Item, Row>,
): UserQuery<z.input<Input>, z.output<Item>, Row>;
export function userQuery<Input extends z.ZodObject, Item extends z.ZodType, Row>(
  declaration: UserQueryDeclaration<Input, PageOf<Item> | Item, Item, Row>,
): UserQuery {
  return {
    kind: 'userQuery',
    ...queryRoute(declaration),
    // The pipeline hands over what `input` has parsed.
    select: (input, user) =>
      limited(declaration.output, declaration.select(input as z.output<Input>, user)),
  };
}
