import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import { compileChildren } from './compile-children.ts';
import type { JsonRecord } from './field-tree.ts';
import { compileOrderBy } from './order-by.ts';
import { callOf, resolveUnformatted } from './row-expression.ts';
import { compileScope } from './scope.ts';
import type { SelectContext } from './select-context.ts';
import { compileGroups, isGrouped } from './select-groups.ts';
import { compileSelectList } from './select-list.ts';
import type { SelectReading } from './select-reading.ts';
import { compileWhere } from './select-where.ts';
import { errorAt } from './source-text.ts';

export interface SelectResult {
  readonly totalSize: number;
  readonly records: JsonRecord[];
}

export type RunSelect = (rows: readonly OrgRecord[]) => SelectResult;

function refuseMisuse(context: SelectContext, select: SelectReading): void {
  const { source, depth } = context;
  const { offset, lock, orders } = select;
  if (offset !== undefined && offset.rows > 2000) {
    // Documented, the wording seen.
    const message = 'Maximum SOQL offset allowed is 2000';
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', message);
  }
  if (depth > 0 && isGrouped(context, select)) {
    // Seen.
    const message = 'only root queries support aggregate expressions';
    throw errorAt(source, select.items[0]?.place ?? 0, 'MALFORMED_QUERY', message);
  }
  if (lock !== undefined && (orders.length > 0 || depth > 0 || isGrouped(context, select))) {
    // Documented: no ORDER BY with it. The wording is a guess.
    throw errorAt(source, lock.place, 'MALFORMED_QUERY', 'FOR UPDATE is not allowed here');
  }
}

function isCountOfAll(context: SelectContext, { items, groups }: SelectReading): boolean {
  const [item] = items;
  const call =
    item === undefined || item.subquery !== undefined ? undefined : callOf(context, item);
  return call?.parameters.length === 0 && groups.length === 0;
}

function compileCount(context: SelectContext, select: SelectReading): RunSelect {
  const [order] = select.orders;
  if (order !== undefined) {
    // Documented: COUNT() takes no ORDER BY; seen for other aggregates.
    const message = `Ordered field must be grouped or aggregated: ${order.text}`;
    throw errorAt(context.source, order.place, 'MALFORMED_QUERY', message);
  }
  const matches = compileWhere(context, select);
  return (rows) => ({ totalSize: cut(rows.filter(matches), select).length, records: [] });
}

function cut<T>(rows: readonly T[], { limit, offset }: SelectReading): readonly T[] {
  const start = offset?.rows ?? 0;
  return rows.slice(start, limit === undefined ? undefined : start + limit.rows);
}

/**
 * Compiles a SELECT; it then runs over whichever rows it is given.
 * @throws {ApiError} at the first thing that Salesforce would refuse
 */
export function compileSelect(context: SelectContext, select: SelectReading): RunSelect {
  refuseMisuse(context, select);
  const inScope = compileScope(context, select.scope);
  const run = isCountOfAll(context, select)
    ? compileCount(context, select)
    : isGrouped(context, select)
      ? compileGrouped(context, select)
      : compileRows(context, select);
  return inScope === undefined ? run : (rows) => run(rows.filter(inScope));
}

function compileGrouped(context: SelectContext, select: SelectReading): RunSelect {
  const groups = compileGroups(context, select);
  const matches = compileWhere(context, select);
  return (rows) => {
    const records = [...cut(groups(rows.filter(matches)), select)];
    return { totalSize: records.length, records };
  };
}

function compileRows(context: SelectContext, select: SelectReading): RunSelect {
  const project = compileSelectList(context, select, (subquery) =>
    compileChildren(context, select, subquery, compileSelect),
  );
  const matches = compileWhere(context, select);
  const order = compileOrderBy<OrgRecord>(context.source, select.orders, (by) =>
    resolveUnformatted(context, by),
  );
  return (rows) => {
    const records = cut(rows.filter(matches).toSorted(order), select).map(project);
    return { totalSize: records.length, records };
  };
}
