import type { z } from 'zod';
import { Problem } from '../problem.ts';
import { type Soql, soql } from '../queries/soql.ts';
import { type PageOf, pageOfRows } from './page.ts';

/** What queries of every kind have in common. */
export interface QueryRoute<Input, Output, Row> {
  readonly input: z.ZodObject;
  /** What leaves: every row projected field by field, then checked. */
  answer(rows: readonly unknown[]): Output;
  /** For compilers alone: the browser's, and that of tests. */
  readonly types?: { readonly input: Input; readonly output: Output; readonly row: Row };
}

export interface QueryDeclaration<Input extends z.ZodObject, Output, Item extends z.ZodType, Row> {
  /** Every parameter there is: one that is not named here is refused. */
  readonly input: Input;
  readonly output: Output;
  /** What of a row leaves: a field that is not named here does not. */
  project(row: Row): z.input<Item>;
}

export function queryRoute<Input extends z.ZodObject, Item extends z.ZodType, Row>({
  input,
  output,
  project,
}: QueryDeclaration<Input, PageOf<Item> | Item, Item, Row>): QueryRoute<unknown, unknown, unknown> {
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
export const mostRows = (output: PageOf | z.ZodType): number =>
  'size' in output ? output.size + 1 : 1;

export const limited = (output: PageOf | z.ZodType, query: Soql): Soql =>
  soql`${query} LIMIT ${mostRows(output)}`;

function oneRow<Item extends z.ZodType, Row>(
  item: Item,
  rows: readonly Row[],
  project: (row: Row) => z.input<Item>,
): z.output<Item> {
  const [row] = rows;
  if (row === undefined) throw new Problem('not_found', 'There is no such record.');
  return item.parse(project(row));
}
