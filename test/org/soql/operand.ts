import { dateText, dateTimeText } from '../data/date-text.ts';
import { toRecordId } from '../data/record-id.ts';
import { type DateRange, dateRange } from './date-range.ts';
import { type Expression, isIdType, isNumberType, isTextType } from './expression.ts';
import type { LiteralReading } from './select-reading.ts';
import { errorAt, syntaxErrorAt } from './source-text.ts';
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
  readonly source: string;
  readonly now: Date;
}

const typeNames: Readonly<Record<string, string>> = {
  currency: 'double',
  percent: 'double',
  datetime: 'dateTime',
  id: 'ID',
  reference: 'ID',
};

function wrongType({ type, text, place }: Expression<never>, { source }: OperandContext): Error {
  const quoted = isTextType(type) || isIdType(type);
  const typeName = typeNames[type] ?? (quoted ? 'string' : type);
  // Seen for quotes where none belong ("must be of type dateTime and should not be enclosed in
  // quotes"); the opposite case is worded after it (documented nowhere).
  return errorAt(
    source,
    place,
    'INVALID_FIELD',
    `value of filter criterion for field '${text}' must be of type ${typeName} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
  );
}

/** A time within the day, and within the zones that there are. */
const clock = /T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-8]):?[0-5]\d)$/;

/**
 * `2026-11-22T01:13:00Z`, with milliseconds or an offset: as stored, in UTC.
 * @throws {ApiError} MALFORMED_QUERY for a time that no calendar has (documented for datetimes,
 * Winter '25 release notes; guessed for dates)
 */
function momentOperand({ kind, text, place }: LiteralReading, { source }: OperandContext): Operand {
  const raw = text.toUpperCase();
  const day = raw.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && dateText(midnight) === day;
  if (!isDay || (kind === 'datetime' && !clock.test(raw))) {
    throw syntaxErrorAt(source, place, `Invalid ${kind}: ${text}`);
  }
  const time = new Date(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return { kind: 'moment', text: kind === 'date' ? day : dateTimeText(time) };
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
  { type, place }: Expression<never>,
  raw: string,
  { source }: OperandContext,
): Operand {
  const characters = literalCharacters(raw);
  const text = characters.map((each) => each.text).join('');
  if (text === '') {
    // Salesforce stores no empty strings: a comparison with one is a comparison with null (seen).
    return { kind: 'null' };
  }
  if (isTextType(type)) {
    return { kind: 'text', text, characters };
  }
  const id = toRecordId(text);
  if (id === undefined) {
    // Seen, its place too.
    throw errorAt(source, place, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  }
  return { kind: 'id', id };
}

/**
 * Reads a literal as the type of what it is compared with.
 * @throws {ApiError} INVALID_FIELD where it is of another type
 */
export function toOperand(
  expression: Expression<never>,
  literal: LiteralReading,
  context: OperandContext,
): Operand {
  const { type } = expression;
  const { kind, text } = literal;
  switch (kind) {
    case 'null':
      return { kind: 'null' };
    case 'string':
      if (isTextType(type) || isIdType(type)) {
        return quotedOperand(expression, text, context);
      }
      break;
    case 'number':
      if (isNumberType(type)) {
        return { kind: 'number', number: Number(text) };
      }
      break;
    case 'boolean':
      if (type === 'boolean') {
        return { kind: 'boolean', value: text === 'true' };
      }
      break;
    case 'date':
    case 'datetime':
      if (type === kind) {
        return momentOperand(literal, context);
      }
      break;
    case 'relative date': {
      const range =
        type === 'date' || type === 'datetime' ? dateRange(text, context.now) : undefined;
      if (range !== undefined && isInCalendar(range)) {
        return rangeOperand(range, type);
      }
      break;
    }
    case 'time':
      break;
  }
  throw wrongType(expression, context);
}
