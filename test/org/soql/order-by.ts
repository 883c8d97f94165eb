import type { FieldValue } from '../data/record-table.ts';
import type { Expression } from './expression.ts';
import { picklistRank } from './picklist-rank.ts';
import type { OrderReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';
import { compareValues } from './value-order.ts';

type Comparator<Row> = (a: Row, b: Row) => number;

function comparator<Row>(
  expression: Expression<Row>,
  { descending, nullsLast }: OrderReading,
): Comparator<Row> {
  const direction = descending ? -1 : 1;
  const compare =
    picklistRank(expression.field) ??
    ((a: FieldValue, b: FieldValue) => compareValues(expression.type, a, b));
  return (rowA, rowB) => {
    const a = expression.read(rowA);
    const b = expression.read(rowB);
    if (a === null || b === null) {
      return a === b ? 0 : (a === null) === nullsLast ? 1 : -1;
    }
    return direction * compare(a, b);
  };
}

/**
 * Compiles ORDER BY; rows that tie keep the order of their ids. Nulls come first, descending too,
 * unless the query says otherwise (documented).
 * @throws {ApiError} INVALID_FIELD for what cannot be sorted
 */
export function compileOrderBy<Row>(
  source: string,
  orders: readonly OrderReading[],
  resolve: (order: OrderReading) => Expression<Row>,
): Comparator<Row> {
  const keys = orders.map((order) => {
    const expression = resolve(order);
    if (!expression.field.sortable) {
      // Seen, in its form for filters.
      const message = `field '${expression.text}' can not be sorted in a query call`;
      throw errorAt(source, order.place, 'INVALID_FIELD', message);
    }
    return comparator(expression, order);
  });
  return (a, b) => {
    for (const key of keys) {
      const order = key(a, b);
      if (order !== 0) {
        return order;
      }
    }
    return 0;
  };
}
