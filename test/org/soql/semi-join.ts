import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import { aliasesOf } from './aliases.ts';
import { type Expression, isIdType } from './expression.ts';
import { findObject } from './find-object.ts';
import { callOf, resolveExpression } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { SelectReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** Objects that Salesforce does not take in such a subquery (documented). */
const excluded = new Set([
  ...['activityhistory', 'attachment', 'event', 'eventattendee', 'note', 'openactivity', 'task'],
]);

/** What a reference may lead to; an Id leads to its own object. */
function targetsOf(expression: Expression, object: string): readonly string[] {
  return expression.type === 'id' ? [object] : expression.field.referenceTo;
}

/**
 * Runs the subquery of an IN (documented, "Semi-Joins with IN and Anti-Joins with NOT IN").
 * @returns the ids that it finds
 * @throws {ApiError} MALFORMED_QUERY for what these joins may not do
 */
export function runSemiJoin(
  context: SelectContext,
  left: Expression,
  subquery: SelectReading,
  compileWhere: (context: SelectContext, select: SelectReading) => (row: OrgRecord) => boolean,
): ReadonlySet<FieldValue> {
  const { viewer, source } = context;
  function refuse(place: number, message: string): Error {
    return errorAt(source, place, 'MALFORMED_QUERY', message);
  }
  if (context.inSemiJoin) {
    // Seen.
    throw refuse(subquery.place, 'Nesting of semi join sub-selects is not supported');
  }
  if (!isIdType(left.type) || left.text.includes('.')) {
    // Documented: an id or a reference, and of the object itself. The wording is remembered.
    const message = `The left operand field in the where expression for outer query should be an id field, cannot use: '${left.text}'`;
    throw refuse(left.place, message);
  }
  const object = findObject(viewer, source, subquery.object);
  if (excluded.has(object.name.toLowerCase())) {
    // The wording is remembered.
    const message = `Entity '${object.name}' is not supported for semi join inner selects`;
    throw refuse(subquery.object.place, message);
  }
  if (object === context.object) {
    // Seen.
    const message = 'The inner and outer selects should not be on the same object type';
    throw refuse(subquery.object.place, message);
  }
  const aliases = aliasesOf(viewer, source, object, subquery);
  const below: SelectContext = { ...context, object, aliases, inSemiJoin: true };
  const [item] = subquery.items;
  if (item === undefined || callOf(below, item) !== undefined) {
    // Documented: no aggregates. The wording is a guess.
    throw refuse(item?.place ?? 0, 'only root queries support aggregate expressions');
  }
  const selected = resolveExpression(below, item);
  if (!isIdType(selected.type) || selected.text.includes('.')) {
    // Documented: a key of the object itself. The wording is a guess after that for the left side.
    const message = `The selected field in the subquery should be an id field, cannot use: '${selected.text}'`;
    throw refuse(item.place, message);
  }
  const targets = targetsOf(left, context.object.name);
  if (!targetsOf(selected, object.name).some((target) => targets.includes(target))) {
    // Seen.
    const message = `The selected field '${selected.text}' in the subquery and the left operand field in the where expression in the outer query '${left.text}' should point to the same object type`;
    throw refuse(left.place, message);
  }
  const matches = compileWhere(below, subquery);
  const rows = viewer.rows(object).filter(matches);
  return new Set(rows.map((row) => selected.read(row)).filter((id) => id !== null));
}
