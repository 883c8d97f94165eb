import { z } from 'zod';
import { Problem } from '../problem.ts';

/** What a list answers: `next` is given back as `after` to read on, `null` at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A list as a route declares it: what an item is, how many at a time, and where the next page begins. */
export interface PageOf<
  Item extends z.ZodType = z.ZodType,
  Position extends z.ZodType = z.ZodType,
> {
  readonly item: Item;
  readonly size: number;
  readonly cursor: z.ZodType<z.output<Position>, string>;
  position(last: z.output<Item>): z.output<Position>;
}

/** The longest cursor that is looked at; ours have about 100 characters. */
const longestCursor = 500;

/**
 * The place in a list where a page begins: opaque text in the browser, checked values on the server.
 *
 * It is neither secret nor trusted: whoever makes one up reads the same rows they may read anyway,
 * from another place.
 *
 * @param position what the list is ordered by, as a zod schema
 * @example const orderCursor = cursor(z.strictObject({ date: z.iso.date(), id: salesforceId }));
 */
export function cursor<Position extends z.ZodType>(position: Position) {
  return z.codec(z.string().max(longestCursor), position, {
    decode: (text, context) => {
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
      } catch {
        context.issues.push({ code: 'custom', message: 'is not a cursor', input: text });
        return z.NEVER;
      }
    },
    encode: (value) => Buffer.from(JSON.stringify(value)).toString('base64url'),
  });
}

/**
 * Declares that a route answers with a list, page by page.
 *
 * @param item the schema of one item: what it does not name does not leave the server
 * @param options `size` items a page (1 to 200); `cursor` of the list; `position` of an item in it
 * @throws {RangeError} when `size` is out of bounds
 * @example page(OrderSummary, { size: 20, cursor: orderCursor, position: ({ date, id }) => ({ date, id }) })
 */
export function page<Item extends z.ZodType, Position extends z.ZodType>(
  item: Item,
  options: Omit<PageOf<Item, Position>, 'item'>,
): PageOf<Item, Position> {
  if (!Number.isInteger(options.size) || options.size < 1 || options.size > 200) {
    throw new RangeError(`A page has 1 to 200 items, not ${options.size}`);
  }
  return { item, ...options };
}

/**
 * Declares that a route answers with a whole list, of which there is never a next page.
 *
 * @param item the schema of one item: what it does not name does not leave the server
 * @param options `most` items that it may have (1 to 1,000); where there are more, `invalid_input` is answered
 * @throws {RangeError} when `most` is out of bounds
 * @example wholeList(Spending, { most: 1_000 })
 */
export function wholeList<Item extends z.ZodType>(
  item: Item,
  { most }: { readonly most: number },
): PageOf<Item, z.ZodNever> {
  if (!Number.isInteger(most) || most < 1 || most > 1_000) {
    throw new RangeError(`A list has at most 1 to 1,000 items, not ${most}`);
  }
  return {
    item,
    size: most,
    cursor: cursor(z.never()),
    position: () => {
      throw new Problem('invalid_input', 'There is too much of it: ask for less at once.');
    },
  };
}

/** Rows of a query that asked for one more than a page holds, as the page they make. */
export function pageOfRows<Item extends z.ZodType, Row>(
  output: PageOf<Item>,
  rows: readonly Row[],
  project: (row: Row) => z.input<Item>,
): Page<z.output<Item>> {
  const items = rows.slice(0, output.size).map((row) => output.item.parse(project(row)));
  const last = items.at(-1);
  const next = rows.length > output.size && last !== undefined ? output.position(last) : null;
  return { items, next: next === null ? null : output.cursor.encode(next) };
}
