import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { deleteRecord } from '../data/writes/delete-record.ts';
import type { JsonObject } from '../data/writes/read-record.ts';
import { recordsByKey } from '../data/writes/references.ts';
import { createRecord, updateRecord, type WriteContext } from '../data/writes/save-record.ts';
import { writeTarget } from '../data/writes/write-target.ts';
import { recordUrl } from './record-json.ts';
import { objectIn } from './request-body.ts';
import { pathParameter, type RestAnswer, type RestCall } from './rest-call.ts';
import { keyOfPath, multipleChoices, noSuchRecord, objectOfPath } from './sobject-path.ts';
import { resourceNotFound } from './versions.ts';

export function writeContext({ data, viewer, body }: RestCall): WriteContext {
  return { data, viewer, placeOf: body.placeOf };
}

/** From this version on an upsert says which of the two it did (documented). */
function saysCreated(version: string): boolean {
  return Number(version) >= 46;
}

function created(
  call: RestCall,
  object: ObjectSchema,
  body: JsonObject,
  { isUpsert = false } = {},
): RestAnswer {
  const { Id } = createRecord(writeContext(call), object, body);
  const result = { id: Id, success: true, errors: [] };
  return {
    status: 201,
    headers: { Location: recordUrl(call, object, Id) },
    body: isUpsert && saysCreated(call.version) ? { ...result, created: true } : result,
  };
}

/** `POST /sobjects/<object>` */
export function createResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  return created(call, object, objectIn(call.body));
}

/**
 * What names the record stands in the path and nowhere else (documented).
 * @throws {ApiError} INVALID_FIELD
 */
function requireNotInBody(body: JsonObject, field: string): void {
  const isThere = Object.keys(body).some((name) => name.toLowerCase() === field.toLowerCase());
  if (isThere) {
    const message = `The ${field} field should not be specified in the sobject data.`;
    throw new ApiError(400, 'INVALID_FIELD', message);
  }
}

function targetOfPath(call: RestCall, object: ObjectSchema): OrgRecord {
  const text = pathParameter(call, 'id');
  // What does not even look like an id is taken for a name of something (guessed, after GET).
  if (!/^(?:\w{15}|\w{18})$/.test(text)) throw noSuchRecord(text);
  return writeTarget(call.viewer, object, text);
}

/** `PATCH /sobjects/<object>/<id>` */
export function updateResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const body = objectIn(call.body);
  requireNotInBody(body, 'Id');
  updateRecord(writeContext(call), object, targetOfPath(call, object), body);
  return { status: 204 };
}

/** `DELETE /sobjects/<object>/<id>` */
export function deleteResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  deleteRecord(writeContext(call), object, targetOfPath(call, object));
  return { status: 204 };
}

/**
 * `PATCH /sobjects/<object>/<external id field>/<value>`: makes the record that holds the key or
 * changes it (documented, with its statuses).
 */
export function upsertResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const field = keyOfPath(call, object);
  const key = pathParameter(call, 'value');
  const body = objectIn(call.body);
  requireNotInBody(body, field.name);
  const found = recordsByKey(call.viewer, object, field, key);
  const [record, another] = found;
  if (another !== undefined) return multipleChoices(call, object, found);
  if (record === undefined) {
    // Documented; the answer is a guess, and so is that no record is made under an id of one's own.
    const isRefused = call.query.get('updateOnly') === 'true' || field.type === 'id';
    if (isRefused) throw resourceNotFound();
    return created(call, object, { ...body, [field.name]: key }, { isUpsert: true });
  }
  updateRecord(writeContext(call), object, record, body);
  if (!saysCreated(call.version)) return { status: 204 };
  return { status: 200, body: { id: record.Id, success: true, errors: [], created: false } };
}

/** `POST /sobjects/<object>/Id`: an upsert by no id is an insert (documented). */
export function createByIdResource(call: RestCall): RestAnswer {
  return created(call, objectOfPath(call), objectIn(call.body), { isUpsert: true });
}

/** `DELETE /sobjects/<object>/<external id field>/<value>` */
export function deleteByKeyResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const key = pathParameter(call, 'value');
  const found = recordsByKey(call.viewer, object, keyOfPath(call, object), key);
  const [record, another] = found;
  if (record === undefined) throw resourceNotFound();
  if (another !== undefined) return multipleChoices(call, object, found);
  deleteRecord(writeContext(call), object, record);
  return { status: 204 };
}
