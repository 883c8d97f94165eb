import { ApiError } from '../api-error.ts';
import { dateTimeText } from '../date-text.ts';
import type { FieldValue } from '../record-table.ts';
import type { FieldSchema } from '../schema/field-schema.ts';

/** The parser's names for what a JSON value is. */
function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY value [';
  if (typeof value === 'object') return 'START_OBJECT value {';
  if (typeof value === 'string') return `VALUE_STRING value ${value}`;
  if (typeof value === 'boolean') return `VALUE_${String(value).toUpperCase()} value ${value}`;
  const kind = Number.isInteger(value) ? 'INT' : 'FLOAT';
  return `VALUE_NUMBER_${kind} value ${String(value)}`;
}

/** Seen, with dates, numbers and booleans. */
function notOfType(type: string, value: unknown, place: string): ApiError {
  const message = `Cannot deserialize instance of ${type} from ${tokenOf(value)} or request may be missing a required field at ${place}`;
  return new ApiError(400, 'JSON_PARSER_ERROR', message);
}

const textTypes = new Set([
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
  'id',
  'reference',
]);

/** Salesforce takes the blanks at both ends off, and keeps nothing where nothing is left (documented). */
function readText(value: unknown): string | null | undefined {
  if (typeof value === 'object') return undefined;
  return String(value).trim() || null;
}

function readBoolean(value: unknown): boolean | undefined {
  const text = String(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function readNumber(value: unknown, { type, scale }: FieldSchema): number | undefined {
  const isText = typeof value === 'string' && /^[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?$/i.test(value);
  if (typeof value !== 'number' && !isText) return undefined;
  const number = Number(value);
  if (type === 'int') return Number.isInteger(number) ? number : undefined;
  // More decimals than the field has are rounded (documented), away from zero at a half.
  const factor = 10 ** scale;
  const rounded = Math.round(Math.abs(number) * factor * (1 + Number.EPSILON)) / factor;
  return Number.isSafeInteger(Math.trunc(number * factor)) ? Math.sign(number) * rounded : number;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** ISO 8601 with a zone (seen to be refused without one); a day alone is its first moment in UTC (guessed). */
function readDateTime(value: unknown): string | undefined {
  const text = String(value);
  const match = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:?\d\d))?$/.exec(
    text,
  );
  if (match?.[1] === undefined || !isDay(match[1])) return undefined;
  const date = new Date(text.replace(/([-+]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? undefined : dateTimeText(date);
}

/** A date; of a datetime the day that it names, in whatever zone (guessed). */
function readDate(value: unknown): string | undefined {
  return readDateTime(value) === undefined ? undefined : String(value).slice(0, 10);
}

function parse(field: FieldSchema, value: unknown): FieldValue | undefined {
  if (textTypes.has(field.type)) return readText(value);
  switch (field.type) {
    case 'boolean':
      return readBoolean(value);
    case 'date':
      return readDate(value);
    case 'datetime':
      return readDateTime(value);
    default:
      return readNumber(value, field);
  }
}

export function isReadable(field: FieldSchema, value: unknown): boolean {
  return value === null || parse(field, value) !== undefined;
}

/**
 * What a field's value in a JSON body means.
 * @param place where in the request it stands
 * @throws {ApiError} JSON_PARSER_ERROR for what the field's type cannot hold
 */
export function readValue(field: FieldSchema, value: unknown, place: () => string): FieldValue {
  if (value === null) return null;
  const read = parse(field, value);
  if (read === undefined) throw notOfType(field.type, value, place());
  return read;
}
