import type { FieldFunctionExpression, FunctionExp } from '@jetstreamapp/soql-parser-js';
import { isAggregate } from './aggregate.ts';
import { dateFunction } from './date-function.ts';
import type { Expression } from './expression.ts';
import { resolvePath } from './field-path.ts';
import { notEmbedded, type SelectContext } from './select-context.ts';
import type { Clause } from './source-scope.ts';

/** A function call, from whichever clause the parser read it. */
export type FunctionCall = FunctionExp | FieldFunctionExpression;

/** The function's one field, unwrapped from `convertTimezone()` (every user's zone is GMT). */
function argumentPath(call: FunctionCall): string | undefined {
  const [first, ...others] = call.parameters ?? [];
  if (others.length > 0 || first === undefined) {
    return undefined;
  }
  if (typeof first === 'string') {
    return first;
  }
  return first.functionName?.toLowerCase() === 'converttimezone' ? argumentPath(first) : undefined;
}

/**
 * A function of a single row: a date function, or one that changes only how a value is shown.
 * @throws {ApiError} MALFORMED_QUERY for other functions, INVALID_FIELD for unknown fields
 */
export function resolveFunction(
  context: SelectContext,
  call: FunctionCall,
  clause: Clause,
): Expression {
  const name = call.functionName ?? '';
  if (isAggregate(call)) {
    // Refused by Salesforce too, outside SELECT, HAVING and a grouped ORDER BY; the wording is a guess.
    const message = `Aggregate functions are not allowed here: ${call.rawValue ?? name}`;
    throw context.scope.fail(clause, name, 'MALFORMED_QUERY', message);
  }
  const path = argumentPath(call);
  if (path === undefined) {
    throw notEmbedded(context, call.rawValue ?? name);
  }
  const argument = resolvePath(context, path, clause);
  if (/^(?:tolabel|convertcurrency)$/i.test(name)) {
    // Labels are the values, and the org has one currency.
    return argument;
  }
  if (/^format$/i.test(name)) {
    const read: Expression['read'] = (row) => {
      const value = argument.read(row);
      return value === null ? null : String(value);
    };
    return { ...argument, type: 'string', read };
  }
  const computed = dateFunction(name, argument);
  if (computed !== undefined) {
    return { ...computed, text: call.rawValue ?? computed.text };
  }
  throw notEmbedded(context, call.rawValue ?? name);
}
