import type { Viewer } from '../access/viewer.ts';
import { ApiError } from '../api-error.ts';
import { toRecordId } from '../record-id.ts';
import type { FieldValue, OrgRecord } from '../record-table.ts';
import type { FieldSchema } from '../schema/field-schema.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import { objectNamed } from '../schema/schema.ts';
import { entityIsDeleted, invalidCrossReference, noAccessTo, refusal, shortId } from './refusal.ts';

/** A lookup, and the object that it leads to unless a write says another. */
interface Lookup {
  readonly field: FieldSchema;
  readonly object: ObjectSchema;
}

/** Whether records can be named by a field's value: external ids, and the id itself (documented). */
export function identifies(field: FieldSchema): boolean {
  return field.externalId || field.type === 'id';
}

/** The records that hold a key, as far as the user sees them; keys do not tell cases apart (documented). */
export function recordsByKey(
  viewer: Viewer,
  object: ObjectSchema,
  field: FieldSchema,
  value: string,
): OrgRecord[] {
  if (field.type === 'id') {
    const record = viewer.find(object, toRecordId(value) ?? '');
    return record === undefined ? [] : [record];
  }
  const wanted = value.toLowerCase();
  return viewer
    .rows(object)
    .filter((row) => String(row[field.name] ?? '').toLowerCase() === wanted);
}

/** The code is documented, the wording a guess. */
export function ambiguousKey(found: readonly OrgRecord[]): ApiError {
  const ids = found.map(({ Id }) => Id).join(', ');
  const message = `More than 1 record found for external id field: [${ids}]`;
  return refusal('DUPLICATE_EXTERNAL_ID', message);
}

/** Seen for MALFORMED_ID and FIELD_INTEGRITY_EXCEPTION alike. */
function wrongId(errorCode: string, { label, name }: FieldSchema, value: string): ApiError {
  return refusal(errorCode, `${label}: id value of incorrect type: ${value}`, [name]);
}

/** Seen. */
function inactiveOwner({ name }: ObjectSchema, id: string): ApiError {
  const kind = name.charAt(0).toLowerCase() + name.slice(1);
  const message = `operation performed with inactive user [${shortId(id)}] as owner of ${kind}`;
  return refusal('INACTIVE_OWNER_OR_USER', message);
}

function checkReference(
  viewer: Viewer,
  object: ObjectSchema,
  field: FieldSchema,
  text: string,
): ApiError | undefined {
  const id = toRecordId(text);
  if (id === undefined) return wrongId('MALFORMED_ID', field, text);
  const parent = field.referenceTo
    .map(objectNamed)
    .find(({ keyPrefix }) => id.startsWith(keyPrefix));
  if (parent === undefined) return wrongId('FIELD_INTEGRITY_EXCEPTION', field, shortId(id));
  const found = viewer.locate(parent, id);
  switch (found) {
    case 'missing':
      return invalidCrossReference();
    case 'deleted':
      return entityIsDeleted(400);
    case 'hidden':
      return noAccessTo(id);
    default:
      return field.name === 'OwnerId' && found.IsActive === false
        ? inactiveOwner(object, id)
        : undefined;
  }
}

/** What is wrong with the records that a write's lookups name. */
export function checkReferences(
  viewer: Viewer,
  object: ObjectSchema,
  values: Readonly<Record<string, FieldValue>>,
): ApiError[] {
  return object.fields.flatMap((field) => {
    const value = values[field.name];
    return field.type === 'reference' && typeof value === 'string'
      ? (checkReference(viewer, object, field, value) ?? [])
      : [];
  });
}

/** Of the objects that a lookup may lead to the one that a nested object says it is of (documented). */
function typeNamed(viewer: Viewer, lookup: Lookup, attributes: unknown): ObjectSchema {
  const isTyped = typeof attributes === 'object' && attributes !== null && 'type' in attributes;
  const named = isTyped ? viewer.object(String(attributes.type)) : undefined;
  const isMeant = named !== undefined && lookup.field.referenceTo.includes(named.name);
  return isMeant ? named : lookup.object;
}

/**
 * The id of the parent that a nested object names by a key: `"Account": { "Key__c": "x" }`.
 * @throws {ApiError} INVALID_FIELD for a key that is none, or that nobody holds
 */
export function parentByKey(
  viewer: Viewer,
  lookup: Lookup,
  { attributes, ...named }: Readonly<Record<string, unknown>>,
): string {
  const parent = typeNamed(viewer, lookup, attributes);
  const [[name, value] = ['', null], ...others] = Object.entries(named);
  const field = viewer.field(parent, name);
  if (field === undefined || !identifies(field) || others.length > 0) {
    // Seen, for the field of an upsert.
    const message = `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${parent.name}`;
    throw new ApiError(400, 'INVALID_FIELD', message);
  }
  const found = recordsByKey(viewer, parent, field, String(value));
  const [record, another] = found;
  if (record === undefined) {
    // Seen.
    const message = `Foreign key external ID: ${String(value)} not found for field ${field.name} in entity ${parent.name}`;
    throw new ApiError(400, 'INVALID_FIELD', message);
  }
  if (another !== undefined) throw ambiguousKey(found);
  return record.Id;
}
