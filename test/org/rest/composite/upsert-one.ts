import type { FieldSchema } from '../../data/schema/field-schema.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import type { JsonObject } from '../../data/writes/read-record.ts';
import { ambiguousKey, recordsByKey } from '../../data/writes/references.ts';
import { createRecord, updateRecord } from '../../data/writes/save-record.ts';
import { writeTarget } from '../../data/writes/write-target.ts';
import type { RestCall } from '../rest-call.ts';
import { writeContext } from '../row-writes.ts';
import { keyIn, withoutKey } from './collection-body.ts';

/**
 * Makes one record of many, or changes the one that holds its key.
 * @throws {ApiError} what it is refused for
 */
export function upsertOne(
  call: RestCall,
  object: ObjectSchema,
  field: FieldSchema,
  record: JsonObject,
): { id: string; created: boolean } {
  const key = keyIn(record, field.name);
  const rest = withoutKey(record, field.name);
  const found = key === '' ? [] : recordsByKey(call.viewer, object, field, key);
  const [target, another] = found;
  if (another !== undefined) throw ambiguousKey(found);
  if (target === undefined) {
    if (field.type === 'id' && key !== '') writeTarget(call.viewer, object, key);
    const named = field.type === 'id' || key === '' ? rest : record;
    return { id: createRecord(writeContext(call), object, named).Id, created: true };
  }
  updateRecord(writeContext(call), object, target, rest);
  return { id: target.Id, created: false };
}
