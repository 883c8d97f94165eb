import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { FieldSchema } from '../data/schema/field-schema.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { identifies } from '../data/writes/references.ts';
import { recordUrl } from './record-json.ts';
import { pathParameter, type RestAnswer, type RestCall } from './rest-call.ts';
import { resourceNotFound } from './versions.ts';

/** @throws {ApiError} NOT_FOUND for an object that is none, or none for this user (seen) */
export function objectOfPath(call: RestCall): ObjectSchema {
  const object = call.viewer.object(pathParameter(call, 'object'));
  if (object === undefined) throw resourceNotFound();
  return object;
}

/** Seen; the same for a record that is not there and one that sharing hides. */
export function noSuchRecord(id: string): ApiError {
  const message = `Provided external ID field does not exist or is not accessible: ${id}`;
  return new ApiError(404, 'NOT_FOUND', message);
}

/**
 * The field by which a path names a record: `/sobjects/Order/RequestKey__c/…`.
 * @throws {ApiError} NOT_FOUND for one by which nobody can (seen)
 */
export function keyOfPath(call: RestCall, object: ObjectSchema): FieldSchema {
  const name = pathParameter(call, 'field');
  const field = call.viewer.field(object, name);
  if (field === undefined || !identifies(field)) throw noSuchRecord(name);
  return field;
}

/** More than one record holds the key: a list of their addresses (documented). */
export function multipleChoices(
  call: RestCall,
  object: ObjectSchema,
  records: readonly OrgRecord[],
): RestAnswer {
  return { status: 300, body: records.map(({ Id }) => recordUrl(call, object, Id)) };
}
