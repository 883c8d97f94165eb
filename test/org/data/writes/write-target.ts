import type { Viewer } from '../access/viewer.ts';
import { toRecordId } from '../record-id.ts';
import type { OrgRecord } from '../record-table.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import { entityIsDeleted, invalidCrossReference, noAccessTo, refusal } from './refusal.ts';

/**
 * The record that a write names by its id.
 * @throws {ApiError} MALFORMED_ID for what is no id of the object's, and for an id without a
 * record that the user may reach one of three, by the reason (all seen)
 */
export function writeTarget(viewer: Viewer, object: ObjectSchema, text: string): OrgRecord {
  const id = toRecordId(text);
  if (id === undefined || !id.startsWith(object.keyPrefix)) {
    const message = `${object.label} ID: id value of incorrect type: ${text}`;
    throw refusal('MALFORMED_ID', message, ['Id']);
  }
  const found = viewer.locate(object, id);
  switch (found) {
    case 'missing':
      throw invalidCrossReference(404);
    case 'deleted':
      throw entityIsDeleted();
    case 'hidden':
      throw noAccessTo(id);
    default:
      return found;
  }
}
