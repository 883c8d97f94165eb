import type { FieldFunctionExpression, FieldType } from '@jetstreamapp/soql-parser-js';
import { dateFunction } from './date-function.ts';
import type { Expression } from './expression.ts';
import { type FieldPath, resolvePath } from './field-path.ts';
import { formatValue } from './format-value.ts';
import { functionKind } from './read-call.ts';
import type { SelectContext } from './select-context.ts';
import type { Reading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/** The call that a reading is; `undefined` for a field. */
export function callOf(
  { expressionOf }: SelectContext,
  reading: Reading,
): FieldFunctionExpression | undefined {
  const expression = expressionOf(reading);
  return expression.type === 'FieldFunctionExpression' ? expression : undefined;
}

/** The path as the query writes it; the parser keeps the whole where there is more than one part. */
export function pathText(expression: FieldType): string {
  const { rawValue, field } = expression as { rawValue?: string; field?: string };
  return rawValue ?? field ?? '';
}

/** The one field that a call is about, also within another call. */
export function argumentText({ parameters: [first] }: FieldFunctionExpression): string {
  return typeof first === 'object' ? argumentText(first) : (first ?? '');
}

/** Whether the name is that of a function, in whichever case. */
function isNamed({ functionName }: FieldFunctionExpression, name: string): boolean {
  return functionName.toLowerCase() === name;
}

export function isFormat(call: FieldFunctionExpression): boolean {
  return isNamed(call, 'format');
}

/** A function that shows a value in another way: the same key to a group. */
export function isDisplay(call: FieldFunctionExpression): boolean {
  return isFormat(call) || isNamed(call, 'tolabel');
}

/** @throws {ApiError} what Salesforce says of the functions that cannot stand by themselves is a guess */
function refuse(context: SelectContext, place: number, message: string): Error {
  return errorAt(context.source, place, 'MALFORMED_QUERY', message);
}

/** @throws {ApiError} MALFORMED_QUERY: the org has one currency (documented: it needs several; the wording is a guess) */
export function refuseConvertCurrency(
  context: SelectContext,
  call: FieldFunctionExpression,
  place: number,
): void {
  const [first] = call.parameters;
  if (
    isNamed(call, 'convertcurrency') ||
    (typeof first === 'object' && isNamed(first, 'convertcurrency'))
  ) {
    throw refuse(
      context,
      place,
      'convertCurrency() is only allowed in organizations with multiple currencies',
    );
  }
}

/** The same value as people of the en_US locale read it. */
export function formatted<Row>(expression: Expression<Row>): Expression<Row> {
  const { field } = expression;
  return {
    ...expression,
    type: 'string',
    read: (row) => formatValue(field, expression.read(row)),
  };
}

function resolveFunction(
  context: SelectContext,
  call: FieldFunctionExpression,
  place: number,
): Expression {
  const text = call.rawValue ?? call.functionName;
  refuseConvertCurrency(context, call, place);
  const argument: FieldPath = resolvePath(context, { place, text: argumentText(call) });
  if (isFormat(call)) {
    return formatted(argument);
  }
  if (isNamed(call, 'tolabel')) {
    // Labels are the values here.
    return argument;
  }
  if (functionKind(call.functionName) === 'date') {
    const computed = dateFunction(call.functionName, argument);
    if (computed === undefined) {
      // Documented: HOUR_IN_DAY and DAY_ONLY want a dateTime, the others a date or one. A guess.
      const message = `field '${argument.text}' does not support function ${call.functionName.toUpperCase()}`;
      throw refuse(context, place, message);
    }
    return { ...computed, text, place };
  }
  // Aggregates and GROUPING() belong to groups, convertTimezone() into a date function (documented).
  throw refuse(context, place, `${text} is not allowed here`);
}

/**
 * The same for WHERE and ORDER BY, which have no FORMAT() (documented; the wording is a guess).
 * @throws {ApiError}
 */
export function resolveUnformatted(context: SelectContext, reading: Reading): Expression {
  const call = callOf(context, reading);
  if (call !== undefined && isFormat(call)) {
    throw refuse(context, reading.place, `${reading.text} is not allowed here`);
  }
  return resolveExpression(context, reading);
}

/**
 * A field, or a function of one, read from a single row.
 * @throws {ApiError} INVALID_FIELD for unknown fields, MALFORMED_QUERY for what is out of place
 */
export function resolveExpression(context: SelectContext, reading: Reading): Expression {
  const call = callOf(context, reading);
  const { place } = reading;
  return call === undefined
    ? resolvePath(context, { place, text: pathText(context.expressionOf(reading)) })
    : resolveFunction(context, call, place);
}
