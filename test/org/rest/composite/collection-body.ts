import { ApiError } from '../../data/api-error.ts';
import { isJsonObject, type JsonObject } from '../../data/writes/read-record.ts';
import { objectIn, type RequestBody } from '../request-body.ts';
import { flagIn } from './flag-in.ts';

/** Documented, both. */
const mostWritten = 200;
const mostRead = 2000;

function requireAtMost(most: number, count: number): void {
  if (count > most) {
    const message = `record limit reached. cannot submit more than ${String(most)} records into this call`;
    throw new ApiError(400, 'EXCEEDED_ID_LIMIT', message);
  }
}

/** @throws {ApiError} EXCEEDED_ID_LIMIT (seen) */
export function requireAtMost200(count: number): void {
  requireAtMost(mostWritten, count);
}

/** @throws {ApiError} EXCEEDED_ID_LIMIT (guessed after the other) */
export function requireAtMost2000(count: number): void {
  requireAtMost(mostRead, count);
}

/** Guessed. */
export function malformedBody(message: string): ApiError {
  return new ApiError(400, 'JSON_PARSER_ERROR', message);
}

/** The list of objects under a name of the body. */
export function objectsIn(body: JsonObject, name: string): readonly JsonObject[] {
  const list = body[name];
  if (!Array.isArray(list) || !list.every(isJsonObject)) {
    throw malformedBody(`"${name}" must be a list of objects`);
  }
  return list;
}

/** `{ "allOrNone": …, "records": […] }` (documented). */
export function recordsIn(body: RequestBody): {
  readonly allOrNone: boolean;
  readonly records: readonly JsonObject[];
} {
  const object = objectIn(body);
  const records = objectsIn(object, 'records');
  requireAtMost200(records.length);
  return { allOrNone: flagIn(body, object, 'allOrNone'), records };
}

/** The object that a record says it is of. */
export function typeOf({ attributes }: JsonObject): string {
  const type = isJsonObject(attributes) ? attributes.type : undefined;
  if (typeof type !== 'string') {
    // Guessed.
    throw new ApiError(400, 'INVALID_TYPE', 'The type attribute of the record is missing');
  }
  return type;
}

/** The record without what names it. */
export function withoutKey(record: JsonObject, key: string): JsonObject {
  const isOther = ([name]: [string, unknown]) => name.toLowerCase() !== key.toLowerCase();
  return Object.fromEntries(Object.entries(record).filter(isOther));
}

export function keyIn(record: JsonObject, key: string): string {
  const [, value] =
    Object.entries(record).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
