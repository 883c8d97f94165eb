import type { Viewer } from '../access/viewer.ts';
import { ApiError } from '../api-error.ts';
import { toRecordId } from '../record-id.ts';
import type { FieldValue } from '../record-table.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import type { PlaceOf } from './json-place.ts';
import { readValue } from './read-value.ts';
import { parentByKey } from './references.ts';
import { refusal } from './refusal.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export type Values = Record<string, FieldValue>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Seen; a field that field-level security hides gives the same (seen). */
export function noSuchColumn(name: string, object: ObjectSchema): ApiError {
  const message = `No such column '${name}' on sobject of type ${object.name}`;
  return new ApiError(400, 'INVALID_FIELD', message);
}

/** Seen: one error for all the fields that nobody, or not this user, may write. */
function notWritable(names: readonly string[]): ApiError {
  const message = `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  return refusal('INVALID_FIELD_FOR_INSERT_UPDATE', message, names);
}

/**
 * The values that a JSON body gives to a record's fields, as far as the user may write them.
 * Names are case-insensitive; a lookup may be given by a key of its parent's.
 * @throws {ApiError} INVALID_FIELD, INVALID_FIELD_FOR_INSERT_UPDATE, JSON_PARSER_ERROR
 */
export function readRecord(
  viewer: Viewer,
  object: ObjectSchema,
  body: JsonObject,
  operation: 'create' | 'update',
  placeOf: PlaceOf,
): Values {
  const values: Values = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const parent = viewer.field(object, name) === undefined && viewer.parent(object, name);
    const field = parent ? parent.field : viewer.field(object, name);
    if (field === undefined) throw noSuchColumn(name, object);
    if (field.type === 'id') {
      // Seen.
      const message = 'cannot specify Id in an insert call';
      throw refusal('INVALID_FIELD_FOR_INSERT_UPDATE', message, ['Id']);
    }
    if (!viewer.writes(object, field, operation)) refused.push(field.name);
    else if (parent && isJsonObject(value)) {
      values[field.name] = parentByKey(viewer, parent, value);
    } else {
      const read = readValue(field, value, () => placeOf(name));
      const isId = field.type === 'reference' && typeof read === 'string';
      values[field.name] = isId ? (toRecordId(read) ?? read) : read;
    }
  }
  if (refused.length > 0) throw notWritable(refused);
  return values;
}
