import { toRecordId } from '../data/record-id.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { recordsByKey } from '../data/writes/references.ts';
import { entityIsDeleted } from '../data/writes/refusal.ts';
import { notModifiedSince } from './not-modified.ts';
import { fieldNames, recordJson } from './record-json.ts';
import { pathParameter, type RestAnswer, type RestCall } from './rest-call.ts';
import { keyOfPath, multipleChoices, noSuchRecord, objectOfPath } from './sobject-path.ts';
import { resourceNotFound } from './versions.ts';

function answer(call: RestCall, object: ObjectSchema, record: OrgRecord): RestAnswer {
  const asked = call.query.get('fields') || undefined;
  const body = recordJson(call, object, record, fieldNames(call, object, asked?.split(',')));
  return notModifiedSince(call, String(record.SystemModstamp), () => body);
}

/** `GET /sobjects/<object>/<id>`: one record. */
export function rowResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const text = pathParameter(call, 'id');
  const found = call.viewer.locate(object, toRecordId(text) ?? '');
  // Seen.
  if (found === 'deleted') throw entityIsDeleted();
  if (typeof found === 'string') throw noSuchRecord(text);
  return answer(call, object, found);
}

/** `GET /sobjects/<object>/<external id field>/<value>`: one record by a key of the shop's own. */
export function externalIdResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const field = keyOfPath(call, object);
  const value = pathParameter(call, 'value');
  const found = recordsByKey(call.viewer, object, field, value);
  const [record, another] = found;
  if (record === undefined) throw resourceNotFound();
  return another === undefined
    ? answer(call, object, record)
    : multipleChoices(call, object, found);
}
