import type { Query, Subquery } from '@jetstreamapp/soql-parser-js';
import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import type { Expression } from './expression.ts';
import { resolvePath } from './field-path.ts';
import { findObject } from './find-object.ts';
import { fieldText } from './parsed-field.ts';
import { resolveFunction } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { Clause, SourceScope } from './source-scope.ts';
import { compileCondition } from './where.ts';

/**
 * Compiles WHERE and USING SCOPE; `innerScopes` are those of its subqueries, in order.
 * @throws {ApiError}
 */
export function compileWhere(
  query: Query | Subquery,
  context: SelectContext,
  innerScopes: SourceScope[],
): (row: OrgRecord) => boolean {
  const clause: Clause = 'where';
  const { scope, now, viewer } = context;
  let semiJoins = 0;
  function semiJoin(left: Expression, inner: Query): ReadonlySet<FieldValue> {
    semiJoins += 1;
    if (semiJoins > 2) {
      // Documented, the wording seen once.
      const message = 'Maximum 2 semi join sub-selects are allowed';
      throw scope.fail(clause, left.text, 'MALFORMED_QUERY', message);
    }
    return runSemiJoin(left, inner, context, innerScopes.shift() ?? scope);
  }
  const matches =
    query.where &&
    compileCondition<OrgRecord>(query.where, {
      scope,
      clause,
      now,
      resolve: (test) =>
        'field' in test
          ? resolvePath(context, test.field, clause)
          : resolveFunction(context, test.fn, clause),
      semiJoin,
    });
  const mine = query.usingScope?.toLowerCase() === 'mine';
  return (row) => (!mine || row.OwnerId === viewer.user.id) && (matches?.(row) ?? true);
}

/** What a reference leads to; an Id leads to its own object. */
function targetOf(expression: Expression, object: string): string | undefined {
  return expression.type === 'id' ? object : expression.field.referenceTo[0];
}

function runSemiJoin(
  left: Expression,
  inner: Query,
  context: SelectContext,
  scope: SourceScope,
): ReadonlySet<FieldValue> {
  if (context.inSemiJoin) {
    // Seen.
    const message = 'Nesting of semi join sub-selects is not supported';
    throw scope.fail('select', '', 'MALFORMED_QUERY', message);
  }
  for (const [clause, part] of [
    ['order', inner.orderBy],
    ['limit', inner.limit ?? inner.offset],
  ] as const) {
    if (part !== undefined) {
      // Documented: neither ORDER BY nor LIMIT here. The wording is a guess.
      const message = `unexpected token: '${clause.toUpperCase()}'`;
      throw scope.fail(clause, clause, 'MALFORMED_QUERY', message);
    }
  }
  const object = findObject(context.viewer, inner.sObject ?? '', scope);
  const below: SelectContext = {
    ...{ ...context, object, scope },
    alias: inner.sObjectAlias,
    inSemiJoin: true,
  };
  const [field, ...others] = inner.fields ?? [];
  if (others.length > 0 || (field?.type !== 'Field' && field?.type !== 'FieldRelationship')) {
    // Documented: one field. The wording is a guess.
    const message = 'semi join sub-selects can only query one field';
    throw scope.fail('select', '', 'MALFORMED_QUERY', message);
  }
  const path = fieldText(field);
  const selected = resolvePath(below, path, 'select');
  const target = targetOf(left, left.field.name === 'Id' ? context.object.name : '');
  if (target === undefined || targetOf(selected, object.name) !== target) {
    // Seen.
    const message = `The selected field '${path}' in the subquery and the left operand field in the where expression in the outer query '${left.text}' should point to the same object type`;
    throw scope.fail('select', path, 'MALFORMED_QUERY', message);
  }
  const matches = compileWhere(inner, below, [...scope.inner]);
  const rows = context.viewer.rows(object).filter(matches);
  return new Set(rows.map((row) => selected.read(row)).filter((id) => id !== null));
}
