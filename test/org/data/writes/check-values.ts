import type { ApiError } from '../api-error.ts';
import type { FieldValue } from '../record-table.ts';
import type { FieldSchema } from '../schema/field-schema.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import { refusal } from './refusal.ts';

/** Seen. */
function tooLong({ label, name, length }: FieldSchema, value: string): ApiError {
  const message = `${label}: data value too large: ${value} (max length=${String(length)})`;
  return refusal('STRING_TOO_LONG', message, [name]);
}

/** Documented, in an example. */
function noEmailAddress({ label, name }: FieldSchema, value: string): ApiError {
  return refusal('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${value}`, [name]);
}

/** Seen. */
function notInPicklist({ label, name }: FieldSchema, value: string): ApiError {
  const message = `${label}: bad value for restricted picklist field: ${value}`;
  return refusal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, [name]);
}

/** Seen. */
function outOfRange({ label, name }: FieldSchema, value: number): ApiError {
  const message = `${label}: value outside of valid range on numeric field: ${String(value)}`;
  return refusal('NUMBER_OUTSIDE_VALID_RANGE', message, [name]);
}

/** Seen, for a null in a checkbox. */
function notOfType({ label, name }: FieldSchema): ApiError {
  return refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', `${label}: value not of required type: `, [
    name,
  ]);
}

/** Salesforce's own rule is longer and not public; this one wants a name, one @ and a dotted host. */
const emailAddress = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(?:\.[^\s@<>(),;:"[\]\\.]+)+$/;

function checkText(field: FieldSchema, value: string): ApiError | undefined {
  const { type, length } = field;
  if (length > 0 && value.length > length && type !== 'reference' && type !== 'id') {
    return tooLong(field, value);
  }
  if (type === 'email' && !emailAddress.test(value)) return noEmailAddress(field, value);
  const isListed = field.picklistValues.some((each) => each.active && each.value === value);
  return type === 'picklist' && field.restrictedPicklist && !isListed
    ? notInPicklist(field, value)
    : undefined;
}

function checkNumber(field: FieldSchema, value: number): ApiError | undefined {
  const { precision, scale } = field;
  return precision > 0 && Math.abs(value) >= 10 ** (precision - scale)
    ? outOfRange(field, value)
    : undefined;
}

/** The range is documented, the code seen, the words are a guess. */
function checkTime({ label, name, type }: FieldSchema, value: string): ApiError | undefined {
  if (type !== 'date' && type !== 'datetime') return undefined;
  const day = value.slice(0, 10);
  if (day >= '1700-01-01' && day <= '4000-12-31') return undefined;
  return refusal('FIELD_INTEGRITY_EXCEPTION', `${label}: invalid date: ${value}`, [name]);
}

function checkValue(field: FieldSchema, value: FieldValue): ApiError | undefined {
  if (value === null && field.type === 'boolean') return notOfType(field);
  if (typeof value === 'string') return checkText(field, value) ?? checkTime(field, value);
  return typeof value === 'number' ? checkNumber(field, value) : undefined;
}

/** What is wrong with the values that a write gives, each by itself. */
export function checkValues(
  object: ObjectSchema,
  values: Readonly<Record<string, FieldValue>>,
): ApiError[] {
  return object.fields.flatMap((field) => {
    const value = values[field.name];
    return value === undefined ? [] : (checkValue(field, value) ?? []);
  });
}

/** Seen: one error for all the fields that a record lacks. */
export function checkRequired(
  object: ObjectSchema,
  values: Readonly<Record<string, FieldValue | undefined>>,
  operation: 'create' | 'update',
): ApiError[] {
  const missing = object.fields
    .filter((field) => !field.nillable && field.type !== 'boolean')
    .filter((field) =>
      operation === 'create'
        ? field.createable && !field.defaultedOnCreate && values[field.name] == null
        : values[field.name] === null,
    )
    .map(({ name }) => name);
  if (missing.length === 0) return [];
  const message = `Required fields are missing: [${missing.join(', ')}]`;
  return [refusal('REQUIRED_FIELD_MISSING', message, missing)];
}
