import type { z } from 'zod';
import { type Page, type PageOf, pageOfRows } from './page.ts';
import { Problem } from './problem.ts';
import { type Soql, soql } from './soql.ts';
import type { User } from './user.ts';

/** What routes of every kind have in common; `types` is there for the browser's compiler alone. */
interface AnyRoute<Input, Output> {
  readonly input: z.ZodObject;
  /** What leaves: every row projected field by field, then checked. */
  answer(rows: readonly unknown[]): Output;
  readonly types?: { readonly input: Input; readonly output: Output };
}

/** A query with the signed-in user's own token. */
export interface UserQuery<Input = unknown, Output = unknown> extends AnyRoute<Input, Output> {
  readonly kind: 'userQuery';
  /** The query of one request. `input` is what the schema above made of the request. */
  select(input: unknown, user: User): Soql;
}

/** A query with the integration user's token, whoever asks. */
export interface PublicQuery<Input = unknown, Output = unknown> extends AnyRoute<Input, Output> {
  readonly kind: 'publicQuery';
  select(input: unknown): Soql;
}

/** What a route of any kind is to the pipeline. */
export type Route<Input = unknown, Output = unknown> =
  | UserQuery<Input, Output>
  | PublicQuery<Input, Output>;

export type Routes = Readonly<Record<string, Route>>;

/** What a component passes to the route `R`. */
export type RouteInput<R> = R extends { readonly types?: { readonly input: infer Input } }
  ? Input
  : never;

/** What a component gets from the route `R`. */
export type RouteOutput<R> = R extends { readonly types?: { readonly output: infer Output } }
  ? Output
  : never;

interface QueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row> {
  /** Every parameter there is: one that is not named here is refused. */
  readonly input: Input;
  readonly output: Output;
  /** What of a row leaves: a field that is not named here does not. */
  project(row: Row): z.input<Item>;
}

interface UserQueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row>
  extends QueryDeclaration<Input, Output, Item, Row> {
  /** The query, without a `LIMIT`: the route adds the one that its output needs. */
  select(input: z.output<Input>, user: User): Soql<Row>;
}

interface PublicQueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row>
  extends QueryDeclaration<Input, Output, Item, Row> {
  /** The query, without a `LIMIT`: the route adds the one that its output needs. It knows no user. */
  select(input: z.output<Input>): Soql<Row>;
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
): UserQuery<z.input<Input>, Page<z.output<Item>>>;
export function userQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row>(
  declaration: UserQueryDeclaration<Input, Item, Item, Row>,
): UserQuery<z.input<Input>, z.output<Item>>;
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

/**
 * A query with the integration user's token: for what is the same for everybody, signed in or not.
 *
 * It is told nothing of who asks, reads no session and sets no cookie. Whatever the integration user
 * may read and a row projects is public: give that user no more than the public routes need.
 *
 * @example
 * export const prices = publicQuery({
 *   input: z.object({ productId: salesforceId }),
 *   output: z.object({ price: z.number() }),
 *   select: ({ productId }) => soql<PriceRow>`SELECT UnitPrice FROM PricebookEntry WHERE Product2Id = ${productId}`,
 *   project: (row) => ({ price: row.UnitPrice }),
 * });
 */
export function publicQuery<
  Input extends z.ZodObject,
  Item extends z.ZodType,
  Position extends z.ZodType,
  Row,
>(
  declaration: PublicQueryDeclaration<Input, PageOf<Item, Position>, Item, Row>,
): PublicQuery<z.input<Input>, Page<z.output<Item>>>;
export function publicQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row>(
  declaration: PublicQueryDeclaration<Input, Item, Item, Row>,
): PublicQuery<z.input<Input>, z.output<Item>>;
export function publicQuery<Input extends z.ZodObject, Item extends z.ZodType, Row>(
  declaration: PublicQueryDeclaration<Input, PageOf<Item> | Item, Item, Row>,
): PublicQuery {
  return {
    kind: 'publicQuery',
    ...queryRoute(declaration),
    select: (input) => limited(declaration.output, declaration.select(input as z.output<Input>)),
  };
}

function queryRoute<Input extends z.ZodObject, Item extends z.ZodType, Row>({
  input,
  output,
  project,
}: QueryDeclaration<Input, PageOf<Item> | Item, Item, Row>): AnyRoute<unknown, unknown> {
  return {
    input: input.strict(),
    // The rows are of what `select` has asked for.
    answer: (rows) =>
      'size' in output
        ? pageOfRows(output, rows as readonly Row[], project)
        : oneRow(output, rows as readonly Row[], project),
  };
}

/** One more than a page holds, to know whether there is another. */
const limited = (output: PageOf | z.ZodType, query: Soql): Soql =>
  soql`${query} LIMIT ${'size' in output ? output.size + 1 : 1}`;

function oneRow<Item extends z.ZodType, Row>(
  item: Item,
  rows: readonly Row[],
  project: (row: Row) => z.input<Item>,
): z.output<Item> {
  const [row] = rows;
  if (row === undefined) throw new Problem('not_found', 'There is no such record.');
  return item.parse(project(row));
}
