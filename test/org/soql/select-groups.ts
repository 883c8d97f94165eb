import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { Group } from './aggregate.ts';
import { compileCondition } from './compile-condition.ts';
import type { Expression } from './expression.ts';
import type { JsonRecord } from './field-tree.ts';
import { createGroupExpressions } from './group-expression.ts';
import { compileGroupKeys, refuseAggregatedKeys } from './group-keys.ts';
import { type GroupKeys, groupRows } from './group-rows.ts';
import { compileOrderBy } from './order-by.ts';
import { functionKind } from './read-call.ts';
import { callOf } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import { aliasOf } from './select-list.ts';
import type { Reading, SelectItemReading, SelectReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** More rows than this do not page (documented). */
const mostGroups = 2000;

/** Aggregates, date functions (seen) and GROUPING() make groups, with GROUP BY or without. */
function makesGroups(call: FieldFunctionExpression | undefined): boolean {
  if (call === undefined) {
    return false;
  }
  const kind = functionKind(call.functionName);
  const [inner] = call.parameters;
  return (
    kind === 'aggregate' ||
    kind === 'date' ||
    call.functionName.toLowerCase() === 'grouping' ||
    (typeof inner === 'object' && makesGroups(inner))
  );
}

/** Whether a query answers groups instead of records. */
export function isGrouped(context: SelectContext, { items, groups }: SelectReading): boolean {
  return (
    groups.length > 0 ||
    items.some((item) => item.subquery === undefined && makesGroups(callOf(context, item)))
  );
}

/** @throws {ApiError} for a LIMIT where there is one row anyway (seen; OFFSET in its words) */
function refuseCut({ limit, offset }: SelectReading, keys: GroupKeys): void {
  const word = limit !== undefined ? 'LIMIT' : offset !== undefined ? 'OFFSET' : undefined;
  if (keys.size === 0 && word !== undefined) {
    const message = `Non-grouped query that uses overall aggregate functions cannot also use ${word}`;
    throw new ApiError(400, 'MALFORMED_QUERY', message);
  }
}

/** The columns' names: fields keep theirs, functions without an alias are `expr0`, `expr1`, … (documented). */
function columnNames(context: SelectContext, columns: readonly [Reading, Expression<Group>][]) {
  const names = new Map<string, Expression<Group>>();
  let unnamed = 0;
  for (const [item, expression] of columns) {
    const isField = callOf(context, item) === undefined;
    const name =
      aliasOf(context.expressionOf(item)) ??
      (isField ? expression.field.name : `expr${String(unnamed++)}`);
    if ([...names.keys()].some((known) => known.toLowerCase() === name.toLowerCase())) {
      // Seen in Apex.
      throw errorAt(context.source, item.place, 'MALFORMED_QUERY', `duplicate alias: ${name}`);
    }
    names.set(name, expression);
  }
  return [...names];
}

function canBeGrouped(context: SelectContext, item: SelectItemReading): boolean {
  return (
    item.subquery === undefined &&
    context.expressionOf(item).type !== 'FieldTypeof' &&
    callOf(context, item)?.functionName !== 'FIELDS'
  );
}

/**
 * Compiles a SELECT with aggregate functions or GROUP BY.
 * @throws {ApiError} MALFORMED_QUERY for a field that is neither grouped nor aggregated
 */
export function compileGroups(
  context: SelectContext,
  select: SelectReading,
): (rows: readonly OrgRecord[]) => JsonRecord[] {
  const { source, now } = context;
  const keys = compileGroupKeys(context, select);
  const ofGroup = createGroupExpressions(context, keys);
  // Before the SELECT list, as Salesforce does (seen).
  const order = compileOrderBy<Group>(source, select.orders, (by) => ofGroup(by, 'Ordered field'));
  refuseAggregatedKeys(context, select, keys);
  const columns = select.items.map((item): [Reading, Expression<Group>] => {
    if (!canBeGrouped(context, item)) {
      // Documented: none of these; the wording is a guess.
      const message = 'Subqueries, TYPEOF and FIELDS() are not allowed in a grouped query';
      throw errorAt(source, item.place, 'MALFORMED_QUERY', message);
    }
    return [item, ofGroup(item, 'Field')];
  });
  const named = columnNames(context, columns);
  const keep =
    select.having &&
    compileCondition<Group>(select.having, {
      source,
      now,
      resolve: (left) => ofGroup(left, 'Field'),
    });
  refuseCut(select, keys);

  return (rows) => {
    const groups = groupRows(rows, keys, select.subtotals);
    const kept = keep === undefined ? groups : groups.filter(keep);
    const end = select.limit?.rows ?? Number.POSITIVE_INFINITY;
    if (Math.min(kept.length, end) > mostGroups) {
      // Seen.
      const message =
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch';
      throw new ApiError(400, 'EXCEEDED_ID_LIMIT', message);
    }
    return kept.toSorted(order).map((group) => ({
      attributes: { type: 'AggregateResult' },
      ...Object.fromEntries(named.map(([name, expression]) => [name, expression.read(group)])),
    }));
  };
}
