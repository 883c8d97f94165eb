import { ApiError } from '../../data/api-error.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { objectOfId } from '../../data/schema/schema.ts';
import { unsupportedType } from '../../data/unsupported-type.ts';
import { deleteRecord } from '../../data/writes/delete-record.ts';
import { refusal } from '../../data/writes/refusal.ts';
import { createRecord, updateRecord } from '../../data/writes/save-record.ts';
import { writeTarget } from '../../data/writes/write-target.ts';
import type { RestAnswer, RestCall } from '../rest-call.ts';
import { writeContext } from '../row-writes.ts';
import { keyOfPath, objectOfPath } from '../sobject-path.ts';
import { keyIn, recordsIn, requireAtMost200, typeOf, withoutKey } from './collection-body.ts';
import { createRequireOwnKey } from './create-require-own-key.ts';
import { flagIn } from './flag-in.ts';
import { type SaveResult, saveAll } from './save-results.ts';
import { upsertOne } from './upsert-one.ts';

type Save = () => Omit<SaveResult, 'success' | 'errors'>;

function objectNamedBy(call: RestCall, type: string): ObjectSchema {
  const object = call.viewer.object(type);
  if (object === undefined) {
    const message = unsupportedType(type);
    throw new ApiError(400, 'INVALID_TYPE', message);
  }
  return object;
}

/** A composite request's own `allOrNone` overrules that of the collections in it (documented). */
function answer(call: RestCall, saves: readonly Save[], allOrNone: boolean): RestAnswer {
  const { results, rolledBack } = saveAll(call.data, saves, {
    allOrNone: allOrNone || call.allOrNone === true,
  });
  return { status: 200, body: results, rolledBack };
}

/** `POST /composite/sobjects` */
export function createCollection(call: RestCall): RestAnswer {
  const { allOrNone, records } = recordsIn(call.body);
  const saves = records.map((record) => () => {
    const object = objectNamedBy(call, typeOf(record));
    return { id: createRecord(writeContext(call), object, record).Id };
  });
  return answer(call, saves, allOrNone);
}

/** `PATCH /composite/sobjects`: each record says its id. */
export function updateCollection(call: RestCall): RestAnswer {
  const { allOrNone, records } = recordsIn(call.body);
  const saves = records.map((record) => () => {
    const object = objectNamedBy(call, typeOf(record));
    const target = writeTarget(call.viewer, object, keyIn(record, 'Id'));
    updateRecord(writeContext(call), object, target, withoutKey(record, 'Id'));
    return { id: target.Id };
  });
  return answer(call, saves, allOrNone);
}

/** `PATCH /composite/sobjects/<object>/<external id field>` */
export function upsertCollection(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const { allOrNone, records } = recordsIn(call.body);
  const field = keyOfPath(call, object);
  const requireOwnKey = createRequireOwnKey(
    field,
    records.map((record) => keyIn(record, field.name)),
  );
  const saves = records.map((record) => () => {
    if (typeOf(record).toLowerCase() !== object.name.toLowerCase()) {
      // Documented that it is refused; the wording is a guess.
      const message = `The record's type must be ${object.name}`;
      throw refusal('INVALID_TYPE', message);
    }
    requireOwnKey(keyIn(record, field.name));
    return upsertOne(call, object, field, record);
  });
  return answer(call, saves, allOrNone);
}

/** `DELETE /composite/sobjects?ids=…` */
export function deleteCollection(call: RestCall): RestAnswer {
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  requireAtMost200(ids.length);
  const saves = ids.map((id) => () => {
    const object = objectOfId(id);
    const visible = object && call.viewer.object(object.name);
    if (visible === undefined) {
      throw refusal('MALFORMED_ID', `Record ID: id value of incorrect type: ${id}`, ['Id']);
    }
    const target = writeTarget(call.viewer, visible, id);
    deleteRecord(writeContext(call), visible, target);
    return { id: target.Id };
  });
  const asked = { allOrNone: call.query.get('allOrNone') };
  return answer(call, saves, flagIn(call.body, asked, 'allOrNone'));
}
