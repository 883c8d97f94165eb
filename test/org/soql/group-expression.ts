import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import { field } from '../data/schema/field-schema.ts';
import { type Group, resolveAggregate } from './aggregate.ts';
import type { Expression } from './expression.ts';
import { resolvePath } from './field-path.ts';
import type { GroupKeys } from './group-rows.ts';
import { functionKind } from './read-call.ts';
import {
  argumentText,
  callOf,
  formatted,
  isDisplay,
  isFormat,
  resolveExpression,
} from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { Reading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** How Salesforce's refusals begin. */
type Who = 'Field' | 'Ordered field';

/** Reads a value of a group: a key, an aggregate, or whether the row is a subtotal. */
export type ResolveOfGroup = (
  reading: Reading,
  who: 'Field' | 'Ordered field',
) => Expression<Group>;

/** Makes what SELECT, HAVING and ORDER BY name in a grouped query. */
export function createGroupExpressions(context: SelectContext, keys: GroupKeys): ResolveOfGroup {
  function refuse(place: number, message: string): Error {
    return errorAt(context.source, place, 'MALFORMED_QUERY', message);
  }
  /** A key reads the same from every row of its group, and as null from a subtotal. */
  function readKey(key: string, expression: Expression): Expression<Group> {
    return {
      ...expression,
      read: ({ rows: [first], keys: grouped }) =>
        first === undefined || !grouped.has(key) ? null : expression.read(first),
    };
  }
  function argumentOf(call: FieldFunctionExpression, place: number): Expression {
    return resolvePath(context, { place, text: argumentText(call) });
  }
  function ofKey(expression: Expression, who: Who): Expression<Group> {
    const { key, text, place } = expression;
    if (!keys.has(key)) {
      // Seen, both.
      throw refuse(place, `${who} must be grouped or aggregated: ${text}`);
    }
    return readKey(key, expression);
  }
  function grouping(call: FieldFunctionExpression, { place, text }: Reading): Expression<Group> {
    const { key } = ofKey(argumentOf(call, place), 'Field');
    return {
      ...{ text, place, key: text, type: 'int', field: field(text, 'int') },
      read: ({ keys: grouped }) => (grouped.has(key) ? 0 : 1),
    };
  }
  /** FORMAT(SUM(…)), FORMAT(Status), toLabel(Status). */
  function display(call: FieldFunctionExpression, { place }: Reading, who: Who): Expression<Group> {
    const [inner] = call.parameters;
    const shown =
      typeof inner === 'object' && functionKind(inner.functionName) === 'aggregate'
        ? resolveAggregate(context, inner, place)
        : ofKey(argumentOf(call, place), who);
    return isFormat(call) ? formatted(shown) : shown;
  }
  return function resolveOfGroup(reading, who) {
    const call = callOf(context, reading);
    const { place } = reading;
    if (call === undefined) {
      return ofKey(resolveExpression(context, reading), who);
    }
    if (functionKind(call.functionName) === 'aggregate') {
      return resolveAggregate(context, call, place);
    }
    if (call.functionName.toLowerCase() === 'grouping') {
      return grouping(call, reading);
    }
    if (isDisplay(call)) {
      return display(call, reading, who);
    }
    const expression = resolveExpression(context, reading);
    const { key, type } = argumentOf(call, place);
    // A function of a day that is a key itself says no more than the key.
    return type === 'date' && keys.has(key) ? readKey(key, expression) : ofKey(expression, who);
  };
}
