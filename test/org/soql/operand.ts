import { dateText, dateTimeText } from '../data/date-text.ts';
import { toRecordId } from '../data/record-id.ts';
import { type DateRange, dateRange } from './date-range.ts';
import { type Expression, isIdType, isNumberType, isTextType } from './expression.ts';
import type { Clause, SourceScope } from './source-scope.ts';
import { type LiteralCharacter, literalCharacters } from './string-literal.ts';

/** The right side of a comparison, of the left side's type. */
export type Operand =
  | { readonly kind: 'null' }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly characters: readonly LiteralCharacter[];
    }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'moment'; readonly text: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string };

export interface OperandContext {
  readonly scope: SourceScope;
  readonly clause: Clause;
  readonly now: Date;
}

const typeNames: Readonly<Record<string, string>> = {
  currency: 'double',
  datetime: 'dateTime',
  id: 'ID',
  reference: 'ID',
};

function wrongType(expression: Expression<never>, { scope, clause }: OperandContext): Error {
  const { type, text } = expression;
  const quoted = isTextType(type) || isIdType(type);
  const typeName = typeNames[type] ?? (quoted ? 'string' : type);
  // Seen for quotes where none belong ("must be of type dateTime and should not be enclosed in
  // quotes"); the opposite case is worded after it (documented nowhere).
  return scope.fail(
    clause,
    text,
    'INVALID_FIELD',
    `value of filter criterion for field '${text}' must be of type ${typeName} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
  );
}

/** `2026-11-22T01:13:00Z`, with milliseconds or an offset: as stored, in UTC. */
function dateTimeLiteral(raw: string): string | undefined {
  const time = new Date(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time.getTime()) ? undefined : dateTimeText(time);
}

/** A date that the calendar has: 2026-02-30 is none. */
function dateLiteral(raw: string): string | undefined {
  const date = new Date(`${raw}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && dateText(date) === raw ? raw : undefined;
}

/** `LAST_N_DAYS:99999999999` is before all calendars; what Salesforce says of it is not known. */
function isInCalendar({ from, to }: DateRange): boolean {
  return from.getTime() >= Date.UTC(1, 0) && to.getTime() < Date.UTC(10_000, 0);
}

function rangeOperand({ from, to }: DateRange, type: string): Operand {
  const text = type === 'date' ? dateText : dateTimeText;
  return { kind: 'range', from: text(from), to: text(to) };
}

/** A quoted literal against a text or id field. */
function quotedOperand(
  expression: Expression<never>,
  raw: string,
  context: OperandContext,
): Operand {
  const { scope, clause } = context;
  const characters = literalCharacters(raw);
  if (characters === undefined) {
    // Documented: only the listed escape sequences are valid. The wording is a guess.
    const message = `Invalid string literal ${raw}. Illegal character sequence in string literal.`;
    throw scope.fail(clause, raw, 'MALFORMED_QUERY', message);
  }
  const text = characters.map((each) => each.text).join('');
  if (text === '') {
    // Salesforce stores no empty strings: a comparison with one is a comparison with null (seen).
    return { kind: 'null' };
  }
  if (isTextType(expression.type)) {
    return { kind: 'text', text, characters };
  }
  const id = toRecordId(text);
  if (id === undefined) {
    // Seen.
    throw scope.fail(clause, raw, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  }
  return { kind: 'id', id };
}

/**
 * Reads a literal as the type of what it is compared with.
 * @throws {ApiError} INVALID_FIELD where it is of another type
 */
export function toOperand(
  expression: Expression<never>,
  literalType: string,
  raw: string,
  context: OperandContext,
): Operand {
  const { type } = expression;
  switch (literalType) {
    case 'NULL':
      return { kind: 'null' };
    case 'STRING':
      if (isTextType(type) || isIdType(type)) {
        return quotedOperand(expression, raw, context);
      }
      break;
    case 'INTEGER':
    case 'DECIMAL':
      if (isNumberType(type)) {
        return { kind: 'number', number: Number(raw) };
      }
      break;
    case 'BOOLEAN':
      if (type === 'boolean') {
        return { kind: 'boolean', value: raw.toLowerCase() === 'true' };
      }
      break;
    case 'DATE':
    case 'DATETIME': {
      const date = type === 'date' && literalType === 'DATE' ? dateLiteral(raw) : undefined;
      const time = type === 'datetime' && literalType === 'DATETIME' ? dateTimeLiteral(raw) : date;
      if (time !== undefined) {
        return { kind: 'moment', text: time };
      }
      break;
    }
    case 'DATE_LITERAL':
    case 'DATE_N_LITERAL': {
      const range =
        type === 'date' || type === 'datetime' ? dateRange(raw, context.now) : undefined;
      if (range !== undefined && isInCalendar(range)) {
        return rangeOperand(range, type);
      }
      break;
    }
  }
  throw wrongType(expression, context);
}
