import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import type { FieldValue } from '../data/record-table.ts';
import type { Expression } from './expression.ts';
import type { SourceScope } from './source-scope.ts';
import { compareValues } from './value-order.ts';

type Comparator<Row> = (a: Row, b: Row) => number;

/** Picklists sort by their values' order in the schema, not by the alphabet (documented). */
function picklistRank<Row>({ field }: Expression<Row>): Map<FieldValue, number> | undefined {
  return field.picklistValues.length === 0
    ? undefined
    : new Map(field.picklistValues.map(({ value }, index) => [value, index]));
}

function comparator<Row>(
  expression: Expression<Row>,
  descending: boolean,
  nullsLast: boolean,
): Comparator<Row> {
  const rank = expression.type === 'picklist' ? picklistRank(expression) : undefined;
  const direction = descending ? -1 : 1;
  return (rowA, rowB) => {
    const a = expression.read(rowA);
    const b = expression.read(rowB);
    if (a === null || b === null) {
      return a === b ? 0 : (a === null) === nullsLast ? 1 : -1;
    }
    const order =
      rank === undefined
        ? compareValues(expression.type, a, b)
        : (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size);
    return direction * order;
  };
}

/**
 * Compiles ORDER BY; rows that tie keep the order of their ids. Nulls come first, descending too,
 * unless the query says otherwise (documented).
 * @throws {ApiError} INVALID_FIELD for what cannot be sorted
 */
export function compileOrderBy<Row>(
  orderBy: OrderByClause | OrderByClause[] | undefined,
  scope: SourceScope,
  resolve: (clause: OrderByClause) => Expression<Row>,
): Comparator<Row> | undefined {
  const clauses = orderBy === undefined ? [] : [orderBy].flat();
  const keys = clauses.map((clause) => {
    const expression = resolve(clause);
    if (!expression.field.sortable) {
      // Seen, in its form for filters.
      const message = `field '${expression.text}' can not be sorted in a query call`;
      throw scope.fail('order', expression.text, 'INVALID_FIELD', message);
    }
    return comparator(expression, clause.order === 'DESC', clause.nulls === 'LAST');
  });
  if (keys.length === 0) {
    return undefined;
  }
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
