import type { Reading } from './select-reading.ts';
import type { Token } from './soql-tokens.ts';
import { errorAt, syntaxErrorAt } from './source-text.ts';
import type { TokenReader } from './token-reader.ts';

type FunctionKind = 'aggregate' | 'date' | 'other';

const functions: Readonly<Record<FunctionKind, readonly string[]>> = {
  aggregate: ['avg', 'count', 'count_distinct', 'max', 'min', 'sum'],
  date: [
    ...['calendar_month', 'calendar_quarter', 'calendar_year'],
    ...['day_in_month', 'day_in_week', 'day_in_year', 'day_only', 'hour_in_day'],
    ...['fiscal_month', 'fiscal_quarter', 'fiscal_year', 'week_in_month', 'week_in_year'],
  ],
  other: ['convertcurrency', 'converttimezone', 'format', 'grouping', 'tolabel'],
};

/** The kind of a function; `undefined` where SOQL has none of the name. */
export function functionKind(name: string): FunctionKind | undefined {
  const lower = name.toLowerCase();
  const kinds = ['aggregate', 'date', 'other'] as const;
  return kinds.find((kind) => functions[kind].includes(lower));
}

/** Which functions take which others (documented with each). */
function mayNest(outer: string, inner: string): boolean {
  const name = inner.toLowerCase();
  switch (functionKind(outer)) {
    case 'date':
      return name === 'converttimezone';
    case 'aggregate':
      return name === 'convertcurrency';
    default:
      return (
        outer.toLowerCase() === 'format' &&
        (functionKind(inner) === 'aggregate' || name === 'convertcurrency')
      );
  }
}

/** What is in the parentheses. */
function readArgument(reader: TokenReader, start: Token, outer: Token): string {
  if (!reader.isName()) {
    throw reader.unexpected(start);
  }
  const name = reader.take();
  if (reader.is(')')) {
    return name.text;
  }
  if (!reader.is('(')) {
    throw reader.unexpected(start);
  }
  reader.take();
  const argument = reader.takeName();
  reader.expect(')', ({ text }) => text !== '(');
  if (functionKind(outer.text) !== undefined && !mayNest(outer.text, name.text)) {
    // Seen in another emulator of Salesforce, whose authors checked it.
    const message = `nested functional syntax can only be used in the following manner: date_function(convertTimezone(columnName)): ${outer.text.toUpperCase()}`;
    throw errorAt(reader.source, outer.start, 'MALFORMED_QUERY', message);
  }
  return `${name.text}(${argument.text})`;
}

/**
 * Reads a field's path, or a call of a function of one.
 * @param start from where on Salesforce's parser has not yet made up its mind: what an error shows
 * @throws {ApiError} MALFORMED_QUERY
 */
export function readCall(reader: TokenReader, start: Token = reader.peek()): Reading {
  const name = reader.takeName();
  const place = name.start;
  if (!reader.is('(')) {
    return { place, text: name.text };
  }
  if (name.text.toLowerCase() === 'distance') {
    const message = 'DISTANCE is not supported by the embedded org';
    throw errorAt(reader.source, place, 'MALFORMED_QUERY', message);
  }
  const bracket = reader.take();
  const argument = readArgument(reader, start, name);
  reader.expect(')', ({ text }) => text !== '(');
  if (functionKind(name.text) === undefined) {
    // Refused by Salesforce too; the wording is a guess.
    throw syntaxErrorAt(reader.source, bracket.start, "unexpected token: '('");
  }
  return { place, text: `${name.text}(${argument})` };
}
