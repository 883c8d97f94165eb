import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import { field } from '../data/schema/field-schema.ts';
import { type Group, resolveAggregate } from './aggregate.ts';
import type { Expression } from './expression.ts';
import type { GroupKeys } from './group-rows.ts';
import { functionKind } from './read-call.ts';
import {
  argumentText,
  callOf,
  formatted,
  isDisplay,
  isFormat,
  pathText,
  resolveExpression,
} from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { Reading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** What makes two keys the same: how they are written, but for white space and case. */
export function keyOf(text: string): string {
  return text.replaceAll(/\s/g, '').toLowerCase();
}

/** Reads a value of a group: a key, an aggregate, or whether the row is a subtotal. */
export type ResolveOfGroup = (
  reading: Reading,
  who: 'Field' | 'Ordered field',
) => Expression<Group>;

/**
 * Makes what SELECT, HAVING and ORDER BY name in a grouped query.
 * @param paths the keys that are fields, by their own path: `Name` and `Order.Name` are one
 */
export function createGroupExpressions(context: SelectContext, keys: GroupKeys): ResolveOfGroup {
  function refuse(place: number, message: string): Error {
    return errorAt(context.source, place, 'MALFORMED_QUERY', message);
  }
  /** A key reads the same from every row of its group, and as null from a subtotal. */
  function readKey(name: string, expression: Expression): Expression<Group> {
    return {
      ...expression,
      read: ({ rows: [first], keys: grouped }) =>
        first === undefined || !grouped.has(name) ? null : expression.read(first),
    };
  }
  function grouping(call: FieldFunctionExpression, { place, text }: Reading): Expression<Group> {
    const name = keyOf(argumentText(call));
    if (!keys.has(name)) {
      // The wording is a guess.
      throw refuse(place, `Field must be grouped or aggregated: ${argumentText(call)}`);
    }
    return {
      ...{ text, place, type: 'int', field: field(text, 'int') },
      read: ({ keys: grouped }) => (grouped.has(name) ? 0 : 1),
    };
  }
  /** FORMAT(SUM(…)), FORMAT(Status), toLabel(Status). */
  function display(
    call: FieldFunctionExpression,
    reading: Reading,
    who: 'Field' | 'Ordered field',
  ): Expression<Group> | undefined {
    const [inner] = call.parameters;
    const isOfAggregate =
      typeof inner === 'object' && functionKind(inner.functionName) === 'aggregate';
    const shown = isOfAggregate
      ? resolveAggregate(context, inner, reading.place)
      : keys.has(keyOf(argumentText(call)))
        ? ofKey({ place: reading.place, text: argumentText(call) }, who)
        : undefined;
    return shown !== undefined && isFormat(call) ? formatted(shown) : shown;
  }
  function ofKey(reading: Reading, who: 'Field' | 'Ordered field'): Expression<Group> {
    const name = keyOf(reading.text);
    const key = keys.get(name);
    if (key === undefined) {
      // Seen, both.
      throw refuse(reading.place, `${who} must be grouped or aggregated: ${reading.text}`);
    }
    return { ...readKey(name, key), place: reading.place };
  }
  return function resolveOfGroup(reading, who) {
    const call = callOf(context, reading);
    const { place } = reading;
    if (call === undefined) {
      const text = pathText(context.expressionOf(reading));
      // An unknown field is that before it is anything else.
      resolveExpression(context, reading);
      return ofKey({ place, text }, who);
    }
    if (functionKind(call.functionName) === 'aggregate') {
      return resolveAggregate(context, call, place);
    }
    if (call.functionName.toLowerCase() === 'grouping') {
      return grouping(call, reading);
    }
    if (isDisplay(call)) {
      const shown = display(call, reading, who);
      if (shown !== undefined) {
        return shown;
      }
    }
    const expression = resolveExpression(context, reading);
    const dateKey = keys.get(keyOf(argumentText(call)));
    if (dateKey?.type === 'date' && functionKind(call.functionName) === 'date') {
      // A function of a day that is a key itself says no more than the key.
      return readKey(keyOf(argumentText(call)), expression);
    }
    return ofKey({ place, text: expression.text }, who);
  };
}
