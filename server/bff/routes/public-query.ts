import type { z } from 'zod';
import type { Soql } from '../queries/soql.ts';
import type { Page, PageOf } from './page.ts';
import { limited, type QueryDeclaration, type QueryRoute, queryRoute } from './query-route.ts';

/** A query with the integration user's token, whoever asks. */
export interface PublicQuery<Input = unknown, Output = unknown, Row = unknown>
  extends QueryRoute<Input, Output, Row> {
  readonly kind: 'publicQuery';
  readonly cacheSeconds: number;
  select(input: unknown): Soql;
  /** What `input` asks for, out of the rows. */
  pick(rows: readonly unknown[], input: unknown): readonly unknown[];
}

interface PublicQueryDeclaration<
  Input extends z.ZodObject,
  Output,
  Item extends z.ZodType,
  Row,
  Picked,
> extends QueryDeclaration<Input, Output, Item, Picked> {
  /**
   * How many seconds an answer is shown before Salesforce is asked anew: by one request for everybody,
   * in all processes, and behind the back of whoever asks. 1 to 86,400.
   */
  readonly cacheSeconds: number;
  /**
   * The query; it knows no user. What two requests select with the same words is asked once. Without
   * `pick` it has no `LIMIT`: the route adds the one that its output needs.
   */
  select(input: z.output<Input>): Soql<Row>;
  /**
   * Searches what `select` finds, in the server. With it the query is fetched whole, up to 10,000 rows:
   * where `select` makes nothing of the input, no visitor's typing costs a call of Salesforce's API.
   *
   * @param rows all of them, in the query's order; shared by everybody, so not to be changed
   * @returns what the input asks for, from where it begins to read: some of them, or what is made of
   * them; the route cuts the page
   */
  pick?(rows: readonly Row[], input: z.output<Input>): readonly Picked[];
}

const longestCacheSeconds = 86_400;

/**
 * A query with the integration user's token: for what is the same for everybody, signed in or not.
 *
 * It is told nothing of who asks, reads no session and sets no cookie. Whatever the integration user
 * may read and a row projects is public: give that user no more than the public routes need.
 *
 * @throws {RangeError} when `cacheSeconds` is out of bounds
 * @example
 * export const prices = publicQuery({
 *   cacheSeconds: 300,
 *   input: z.object({ productId: salesforceId }),
 *   output: z.object({ price: z.number() }),
 *   select: () => soql<PriceRow>`SELECT Product2Id, UnitPrice FROM PricebookEntry WHERE IsActive = TRUE`,
 *   pick: (rows, { productId }) => rows.filter(({ Product2Id }) => sameId(Product2Id, productId)),
 *   project: (row) => ({ price: row.UnitPrice }),
 * });
 */
export function publicQuery<
  Input extends z.ZodObject,
  Item extends z.ZodType,
  Position extends z.ZodType,
  Row,
  Picked = Row,
>(
  declaration: PublicQueryDeclaration<Input, PageOf<Item, Position>, Item, Row, Picked>,
): PublicQuery<z.input<Input>, Page<z.output<Item>>, Row>;
export function publicQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row, Picked = Row>(
  declaration: PublicQueryDeclaration<Input, Item, Item, Row, Picked>,
): PublicQuery<z.input<Input>, z.output<Item>, Row>;
export function publicQuery<Input extends z.ZodObject, Item extends z.ZodType, Row, Picked = Row>(
  declaration: PublicQueryDeclaration<Input, PageOf<Item> | Item, Item, Row, Picked>,
): PublicQuery {
  const { cacheSeconds, select, pick, output } = declaration;
  if (
    !(Number.isInteger(cacheSeconds) && cacheSeconds >= 1 && cacheSeconds <= longestCacheSeconds)
  ) {
    throw new RangeError(`cacheSeconds is 1 to ${longestCacheSeconds}, not ${cacheSeconds}`);
  }
  return {
    kind: 'publicQuery',
    cacheSeconds,
    ...queryRoute(declaration),
    // The pipeline hands over what `input` has parsed, and rows of what `select` has asked for.
    select: (input) => {
      const query = select(input as z.output<Input>);
      return pick === undefined ? limited(output, query) : query;
    },
    pick: (rows, input) =>
      pick === undefined ? rows : pick(rows as readonly Row[], input as z.output<Input>),
  };
}
