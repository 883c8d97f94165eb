import type { OrgRecord } from '../data/record-table.ts';
import { aliasesOf } from './aliases.ts';
import type { RunSelect } from './compile-select.ts';
import type { JsonRecord } from './field-tree.ts';
import type { SelectContext } from './select-context.ts';
import type { SelectReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** Since version 58 children have children, five levels in all (documented); before, they had none. */
function levelsBelow(version: string): number {
  return Number(version) >= 58 ? 4 : 1;
}

/** `Contacts`, or `Account.Contacts` and `a.Contacts` in a query for accounts. */
function relationshipName({ object, aliases }: SelectContext, text: string): string {
  const [first = '', ...rest] = text.split('.');
  const isOwn =
    first.toLowerCase() === object.name.toLowerCase() ||
    aliases.get(first.toLowerCase())?.length === 0;
  return isOwn && rest.length > 0 ? rest.join('.') : text;
}

/**
 * Compiles a subquery in the SELECT list: the children of each record, as the user sees them.
 * @throws {ApiError}
 */
export function compileChildren(
  context: SelectContext,
  parent: SelectReading,
  subquery: SelectReading,
  compileSelect: (context: SelectContext, select: SelectReading) => RunSelect,
): { name: string; read: (record: OrgRecord) => JsonRecord | null } {
  const { viewer, source, version } = context;
  const { place } = subquery.object;
  const name = relationshipName(context, subquery.object.text);
  const found = viewer.children(context.object, name);
  if (found === undefined) {
    // Seen.
    const message = `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw errorAt(source, place, 'INVALID_TYPE', message);
  }
  const depth = context.depth + 1;
  const levels = levelsBelow(version);
  if (depth > levels) {
    // Seen for one level.
    const message = `SOQL statements cannot query aggregate relationships more than ${String(levels)} level${levels > 1 ? 's' : ''} away from the root entity object.`;
    throw errorAt(source, place, 'MALFORMED_QUERY', message);
  }
  if (subquery.offset !== undefined && parent.limit?.rows !== 1) {
    // Documented: OFFSET in a subquery wants LIMIT 1 outside. The wording is a guess.
    const message =
      'OFFSET clause in a subquery is only allowed where the parent query has LIMIT 1';
    throw errorAt(source, subquery.offset.place, 'MALFORMED_QUERY', message);
  }
  const { relationship, object } = found;
  const aliases = aliasesOf(viewer, source, object, subquery);
  const run = compileSelect({ ...context, object, aliases, depth }, subquery);
  return {
    name: relationship.name,
    read(record) {
      const { totalSize, records } = run(viewer.childRows(relationship, record));
      return totalSize === 0 ? null : { totalSize, done: true, records };
    },
  };
}
