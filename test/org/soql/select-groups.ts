import type { FieldType, GroupByClause, Query } from '@jetstreamapp/soql-parser-js';
import type { OrgRecord } from '../data/record-table.ts';
import { type Group, isAggregate, resolveAggregate } from './aggregate.ts';
import type { Expression } from './expression.ts';
import { resolvePath } from './field-path.ts';
import { compileOrderBy } from './order-by.ts';
import { fieldAlias, fieldText } from './parsed-field.ts';
import { type FunctionCall, resolveFunction } from './row-expression.ts';
import { notEmbedded, type SelectContext } from './select-context.ts';
import type { JsonRecord } from './select-list.ts';
import type { Clause } from './source-scope.ts';
import { compileCondition } from './where.ts';

type Named = { readonly field: string } | { readonly fn: FunctionCall };

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function keyOf(text: string): string {
  return text.replaceAll(/\s/g, '').toLowerCase();
}

/** Whether a query answers groups instead of records. */
export function isGrouped({ fields = [], groupBy }: Pick<Query, 'fields' | 'groupBy'>): boolean {
  return (
    groupBy !== undefined ||
    fields.some((field) => field.type === 'FieldFunctionExpression' && isAggregate(field))
  );
}

/**
 * Compiles a SELECT with aggregate functions or GROUP BY. Fields keep their names, functions
 * without an alias are `expr0`, `expr1`, … (documented).
 * @throws {ApiError} MALFORMED_QUERY for a field that is neither grouped nor aggregated
 */
export function compileGroups(
  context: SelectContext,
  { fields = [], groupBy, having, orderBy }: Query,
): (rows: readonly OrgRecord[]) => JsonRecord[] {
  const { scope } = context;
  const ofRow = (named: Named, clause: Clause): Expression =>
    'field' in named
      ? resolvePath(context, named.field, clause)
      : resolveFunction(context, named.fn, clause);
  const groupings: GroupByClause[] =
    groupBy === undefined ? [] : isList(groupBy) ? [...groupBy] : [groupBy];
  const keys = new Map<string, Expression>();
  for (const grouping of groupings) {
    if ('fn' in grouping && /^(?:rollup|cube)$/i.test(grouping.fn.functionName ?? '')) {
      throw notEmbedded(context, `GROUP BY ${grouping.fn.functionName ?? ''}`);
    }
    const expression = ofRow(grouping, 'group');
    if (!expression.field.groupable) {
      // Seen, in its form for filters.
      const message = `field '${expression.text}' can not be grouped in a query call`;
      throw scope.fail('group', expression.text, 'INVALID_FIELD', message);
    }
    keys.set(keyOf(expression.text), expression);
  }

  /** A key reads the same from every row of its group. */
  function ofGroup(named: Named, clause: Clause): Expression<Group> {
    if ('fn' in named && isAggregate(named.fn)) {
      return resolveAggregate(context, named.fn, clause);
    }
    const text = 'field' in named ? named.field : (named.fn.rawValue ?? '');
    const alias = aliases.get(keyOf(text));
    if (alias !== undefined && clause !== 'select') {
      return alias;
    }
    const expression = ofRow(named, clause);
    const key = keys.get(keyOf(expression.text));
    if (key === undefined) {
      // Seen.
      const message = `Field must be grouped or aggregated: ${text}`;
      throw scope.fail(clause, text, 'MALFORMED_QUERY', message);
    }
    return { ...key, read: ({ rows: [first] }) => (first === undefined ? null : key.read(first)) };
  }

  const aliases = new Map<string, Expression<Group>>();
  let unnamed = 0;
  const columns = fields.map((field: FieldType): [string, Expression<Group>] => {
    if (field.type === 'FieldSubquery' || field.type === 'FieldTypeof') {
      throw notEmbedded(context, 'a subquery beside GROUP BY');
    }
    const isFunction = field.type === 'FieldFunctionExpression';
    const expression = ofGroup(isFunction ? { fn: field } : { field: fieldText(field) }, 'select');
    const alias = fieldAlias(field);
    const name = alias ?? (isFunction ? `expr${String(unnamed++)}` : expression.field.name);
    if (alias !== undefined) {
      aliases.set(keyOf(alias), expression);
    }
    return [name, expression];
  });
  const names = new Set<string>();
  for (const [name] of columns) {
    if (names.has(name)) {
      // Seen in Apex.
      throw scope.fail('select', name, 'MALFORMED_QUERY', `duplicate alias: ${name}`);
    }
    names.add(name);
  }
  const keep =
    having &&
    compileCondition<Group>(having, {
      scope,
      clause: 'having',
      now: context.now,
      resolve: (test) => ofGroup(test, 'having'),
    });
  const order = compileOrderBy<Group>(orderBy, scope, (clause) => ofGroup(clause, 'order'));

  return (rows) => {
    const groups = new Map<string, { rows: OrgRecord[] }>();
    for (const row of rows) {
      const key = JSON.stringify([...keys.values()].map((each) => each.read(row)));
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, { rows: [row] });
      } else {
        group.rows.push(row);
      }
    }
    // Without GROUP BY there is one group, also of nothing.
    const all = keys.size === 0 ? [{ rows }] : [...groups.values()];
    const kept = keep === undefined ? all : all.filter(keep);
    const sorted = order === undefined ? kept : kept.toSorted(order);
    return sorted.map((group) => ({
      attributes: { type: 'AggregateResult' },
      ...Object.fromEntries(columns.map(([name, expression]) => [name, expression.read(group)])),
    }));
  };
}
