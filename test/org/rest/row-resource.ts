import { ApiError } from '../data/api-error.ts';
import { toRecordId } from '../data/record-id.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { pathParameter, queryParameter, type RestAnswer, type RestCall } from './rest-call.ts';
import { resourceNotFound } from './versions.ts';

/** @throws {ApiError} NOT_FOUND for an object that is none, or none for this user (seen) */
function objectOf({ viewer, request }: RestCall): ObjectSchema {
  const object = viewer.object(pathParameter(request, 'object'));
  if (object === undefined) {
    throw resourceNotFound();
  }
  return object;
}

/** Seen; the same for a record that is not there and one that sharing hides. */
function noSuchRecord(id: string): ApiError {
  const message = `Provided external ID field does not exist or is not accessible: ${id}`;
  return new ApiError(404, 'NOT_FOUND', message);
}

/** The fields that `?fields=` names; every visible one without it. */
function fieldNames({ viewer, request }: RestCall, object: ObjectSchema): string[] {
  const asked = queryParameter(request, 'fields');
  if (asked === undefined || asked === '') {
    return object.fields
      .filter(({ name }) => viewer.field(object, name) !== undefined)
      .map(({ name }) => name);
  }
  const names = asked.split(',').map((name) => {
    const field = viewer.field(object, name.trim());
    if (field === undefined) {
      // Seen; hidden fields again look unknown.
      const message = `No such column '${name.trim()}' on sobject of type ${object.name}`;
      throw new ApiError(400, 'INVALID_FIELD', message);
    }
    return field.name;
  });
  // Documented by its example: the id comes too, last, where it was not asked for.
  return [...new Set([...names, 'Id'])];
}

function answer(call: RestCall, object: ObjectSchema, record: OrgRecord): RestAnswer {
  const names = fieldNames(call, object);
  const url = `/services/data/v${call.version}/sobjects/${object.name}/${record.Id}`;
  return {
    status: 200,
    body: {
      attributes: { type: object.name, url },
      ...Object.fromEntries(names.map((name) => [name, record[name]])),
    },
  };
}

/** `GET /sobjects/<object>/<id>`: one record. */
export function rowResource(call: RestCall): RestAnswer {
  const object = objectOf(call);
  const text = pathParameter(call.request, 'id');
  const id = toRecordId(text);
  const record = id === undefined ? undefined : call.viewer.find(object, id);
  if (record === undefined) {
    throw noSuchRecord(text);
  }
  return answer(call, object, record);
}

/** `GET /sobjects/<object>/<external id field>/<value>`: one record by a key of the shop's own. */
export function externalIdResource(call: RestCall): RestAnswer {
  const object = objectOf(call);
  const field = call.viewer.field(object, pathParameter(call.request, 'field'));
  const value = pathParameter(call.request, 'value');
  if (field === undefined || !(field.externalId || field.type === 'id')) {
    throw noSuchRecord(pathParameter(call.request, 'field'));
  }
  const wanted = field.type === 'id' ? toRecordId(value) : value.toLowerCase();
  const record = call.viewer
    .rows(object)
    .find((row) =>
      field.type === 'id'
        ? row.Id === wanted
        : String(row[field.name] ?? '').toLowerCase() === wanted,
    );
  if (record === undefined || value === '') {
    throw resourceNotFound();
  }
  return answer(call, object, record);
}
