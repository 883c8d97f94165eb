import type { z } from 'zod';
import { type Page, type PageOf, pageOfRows } from './page.ts';
import { Problem } from './problem.ts';
import { type Soql, soql } from './soql.ts';
import type { User } from './user.ts';

/** What a route of any kind is to the pipeline; `types` is there for the browser's compiler alone. */
export interface Route<Input = unknown, Output = unknown> {
  readonly kind: 'userQuery';
  readonly input: z.ZodObject;
  /** The query of one request. `input` is what the schema above made of the request. */
  select(input: unknown, user: User): Soql;
  /** What leaves: every row projected field by field, then checked. */
  answer(rows: readonly unknown[]): Output;
  readonly types?: { readonly input: Input; readonly output: Output };
}

export type Routes = Readonly<Record<string, Route>>;

/** What a component passes to the route `R`. */
export type RouteInput<R> = R extends { readonly types?: { readonly input: infer Input } }
  ? Input
  : never;

/** What a component gets from the route `R`. */
export type RouteOutput<R> = R extends { readonly types?: { readonly output: infer Output } }
  ? Output
  : never;

interface UserQueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row> {
  /** Every parameter there is: one that is not named here is refused. */
  readonly input: Input;
  readonly output: Output;
  /** The query, without a `LIMIT`: the route adds the one that its output needs. */
  select(input: z.output<Input>, user: User): Soql<Row>;
  /** What of a row leaves: a field that is not named here does not. */
  project(row: Row): z.input<Item>;
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
): Route<z.input<Input>, Page<z.output<Item>>>;
export function userQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row>(
  declaration: UserQueryDeclaration<Input, Item, Item, Row>,
): Route<z.input<Input>, z.output<Item>>;
export function userQuery<Input extends z.ZodObject, Item extends z.ZodType, Row>(
  declaration: UserQueryDeclaration<Input, PageOf<Item> | Item, Item, Row>,
): Route {
  const { output, project } = declaration;
  const limit = 'size' in output ? output.size + 1 : 1;
  return {
    kind: 'userQuery',
    input: declaration.input.strict(),
    // The pipeline hands over what `input` has parsed, and rows of what `select` has asked for.
    select: (input, user) =>
      soql`${declaration.select(input as z.output<Input>, user)} LIMIT ${limit}`,
    answer: (rows) =>
      'size' in output
        ? pageOfRows(output, rows as readonly Row[], project)
        : oneRow(output, rows as readonly Row[], project),
  };
}

function oneRow<Item extends z.ZodType, Row>(
  item: Item,
  rows: readonly Row[],
  project: (row: Row) => z.input<Item>,
): z.output<Item> {
  const [row] = rows;
  if (row === undefined) throw new Problem('not_found', 'There is no such record.');
  return item.parse(project(row));
}
