import type { z } from 'zod';
import type { Page, PageOf } from './page.ts';
import { limited, type QueryDeclaration, type QueryRoute, queryRoute } from './query-route.ts';
import type { Soql } from './soql.ts';

/** A query with the integration user's token, whoever asks. */
export interface PublicQuery<Input = unknown, Output = unknown, Row = unknown>
  extends QueryRoute<Input, Output, Row> {
  readonly kind: 'publicQuery';
  select(input: unknown): Soql;
}

interface PublicQueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row>
  extends QueryDeclaration<Input, Output, Item, Row> {
  /** The query, without a `LIMIT`: the route adds the one that its output needs. It knows no user. */
  select(input: z.output<Input>): Soql<Row>;
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
): PublicQuery<z.input<Input>, Page<z.output<Item>>, Row>;
export function publicQuery<Input extends z.ZodObject, Item extends z.ZodObject, Row>(
  declaration: PublicQueryDeclaration<Input, Item, Item, Row>,
): PublicQuery<z.input<Input>, z.output<Item>, Row>;
export function publicQuery<Input extends z.ZodObject, Item extends z.ZodType, Row>(
  declaration: PublicQueryDeclaration<Input, PageOf<Item> | Item, Item, Row>,
): PublicQuery {
  return {
    kind: 'publicQuery',
    ...queryRoute(declaration),
    select: (input) => limited(declaration.output, declaration.select(input as z.output<Input>)),
  };
}
