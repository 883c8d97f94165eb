import type { Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import { resolvePath } from './field-path.ts';
import { compileOrderBy } from './order-by.ts';
import { resolveFunction } from './row-expression.ts';
import { notEmbedded, type SelectContext } from './select-context.ts';
import { compileGroups, isGrouped } from './select-groups.ts';
import { compileSelectList, type JsonRecord } from './select-list.ts';
import { compileWhere } from './select-where.ts';
import type { SourceScope } from './source-scope.ts';

export interface SelectResult {
  readonly totalSize: number;
  readonly records: JsonRecord[];
}

type Run = (rows: readonly OrgRecord[]) => SelectResult;

/** What the parser takes and the embedded org has no meaning for. */
function refuseUnsupported(query: Query | Subquery, context: SelectContext): void {
  const scopes = ['everything', 'mine', undefined];
  if (!scopes.includes(query.usingScope?.toLowerCase())) {
    throw notEmbedded(context, `USING SCOPE ${query.usingScope ?? ''}`);
  }
  if (query.withDataCategory !== undefined) {
    throw notEmbedded(context, 'WITH DATA CATEGORY');
  }
  if (query.offset !== undefined && query.offset > 2000) {
    // Documented, the wording seen.
    const message = 'Maximum SOQL offset allowed is 2000';
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', message);
  }
}

/** Compiles a subquery in the SELECT list: the children of each record, as the user sees them. */
function compileChildren(subquery: Subquery, context: SelectContext, scope: SourceScope) {
  const name = subquery.relationshipName;
  const found = context.viewer.children(context.object, name);
  if (found === undefined) {
    // Seen.
    const message = `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw scope.fail('from', name, 'INVALID_TYPE', message);
  }
  const depth = context.depth + 1;
  if (depth > 4) {
    // Documented: five levels, the outermost included. The wording is a guess.
    const message = 'SOQL relationship queries are limited to 5 levels';
    throw scope.fail('from', name, 'MALFORMED_QUERY', message);
  }
  const { relationship, object } = found;
  const alias = subquery.sObjectAlias;
  const run = compileSelect(subquery, { ...context, object, scope, alias, depth });
  return {
    name: relationship.name,
    read(parent: OrgRecord): JsonRecord | null {
      const { totalSize, records } = run(context.viewer.childRows(relationship, parent));
      return totalSize === 0 ? null : { totalSize, done: true, records };
    },
  };
}

/**
 * Compiles a SELECT; it then runs over whichever rows it is given.
 * @throws {ApiError} at the first thing that Salesforce would refuse
 */
export function compileSelect(query: Query | Subquery, context: SelectContext): Run {
  refuseUnsupported(query, context);
  const { scope } = context;
  const innerScopes = [...scope.inner];
  const cut = <T>(rows: readonly T[]): readonly T[] => {
    const offset = query.offset ?? 0;
    return rows.slice(offset, query.limit === undefined ? undefined : offset + query.limit);
  };
  const [first, ...others] = query.fields ?? [];
  const isCount =
    first?.type === 'FieldFunctionExpression' &&
    first.functionName.toUpperCase() === 'COUNT' &&
    first.parameters.length === 0;
  if (isCount && others.length === 0 && query.groupBy === undefined) {
    if (query.orderBy !== undefined) {
      // Documented: COUNT() takes no ORDER BY. The wording is a guess.
      const message = 'ORDER BY is not allowed with COUNT()';
      throw scope.fail('order', '', 'MALFORMED_QUERY', message);
    }
    const matches = compileWhere(query, context, innerScopes);
    return (rows) => ({ totalSize: cut(rows.filter(matches)).length, records: [] });
  }
  if (isGrouped(query)) {
    const groups = compileGroups(context, query);
    const matches = compileWhere(query, context, innerScopes);
    return (rows) => {
      const records = [...cut(groups(rows.filter(matches)))];
      return { totalSize: records.length, records };
    };
  }
  const project = compileSelectList(context, query.fields ?? [], query.limit, ({ subquery }) =>
    compileChildren(subquery, context, innerScopes.shift() ?? scope),
  );
  const matches = compileWhere(query, context, innerScopes);
  const order = compileOrderBy<OrgRecord>(query.orderBy, scope, (clause) =>
    'field' in clause
      ? resolvePath(context, clause.field, 'order')
      : resolveFunction(context, clause.fn, 'order'),
  );
  return (rows) => {
    const found = rows.filter(matches);
    const records = cut(order === undefined ? found : found.toSorted(order)).map(project);
    return { totalSize: records.length, records };
  };
}
