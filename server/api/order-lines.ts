import { z } from 'zod';
import { Problem, salesforceId, soql } from '../bff/index.ts';
import { onSale } from './catalogue.ts';

/** An order and its lines are made in one call of Salesforce's API, which takes 25 records. */
const mostLines = 20;

const OrderLine = z.strictObject({
  productId: salesforceId,
  quantity: z.int().min(1, 'must be 1 or more').max(10_000, 'must be 10,000 or fewer'),
});

export type Line = z.output<typeof OrderLine>;

/** What somebody wants to order: of each product so many, and nothing about its price. */
export const orderLines = z
  .array(OrderLine)
  .min(1, 'must have one line or more')
  .max(mostLines, `must have ${mostLines} lines or fewer`)
  .refine(namesEachOnce, 'must name each product once');

interface PriceRow {
  readonly Id: string;
  readonly Product2Id: string;
  readonly Pricebook2Id: string;
  readonly UnitPrice: number;
}

export interface PricedLine {
  readonly quantity: number;
  readonly price: PriceRow;
}

/** The entries of the price book for those lines whose products are on sale. */
export const pricesOf = (lines: readonly Line[]) => soql<PriceRow>`
  SELECT Id, Product2Id, Pricebook2Id, UnitPrice
  FROM PricebookEntry
  WHERE ${onSale} AND Product2Id IN ${lines.map(({ productId }) => productId)}`;

/**
 * Every line with its entry in the price book.
 *
 * @throws {Problem} `invalid_input`, with every line whose product is not on sale
 */
export function pricedLines(
  lines: readonly Line[],
  prices: readonly PriceRow[],
): readonly PricedLine[] {
  const byProduct = new Map(prices.map((price) => [idOf(price.Product2Id), price]));
  const priced = lines.map((line) => ({ ...line, price: byProduct.get(idOf(line.productId)) }));
  const errors = priced.flatMap(({ price }, index) =>
    price ? [] : { field: `lines.${index}.productId`, message: 'is not on sale' },
  );
  if (errors.length > 0) {
    throw new Problem('invalid_input', 'Some of it is not on sale any more.', { errors });
  }
  return priced.flatMap(({ quantity, price }) => (price ? { quantity, price } : []));
}

function namesEachOnce(lines: readonly Line[]): boolean {
  return new Set(lines.map(({ productId }) => idOf(productId))).size === lines.length;
}

/** The part of an id that decides, whether it is written with 15 characters or with 18. */
const idOf = (id: string): string => id.slice(0, 15);
