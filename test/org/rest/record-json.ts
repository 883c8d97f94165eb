import type { OrgRecord } from '../data/record-table.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { noSuchColumn } from '../data/writes/read-record.ts';
import type { RestCall } from './rest-call.ts';

/**
 * The fields of a list; every visible one where there is none.
 * @throws {ApiError} INVALID_FIELD for one that is not there for this user
 */
export function fieldNames(
  { viewer }: RestCall,
  object: ObjectSchema,
  asked: readonly string[] | undefined,
): string[] {
  if (asked === undefined) {
    return object.fields
      .filter(({ name }) => viewer.field(object, name) !== undefined)
      .map(({ name }) => name);
  }
  // That nothing between two commas asks for nothing is a guess.
  const given = asked.map((name) => name.trim()).filter((name) => name !== '');
  const names = given.map((name) => {
    const field = viewer.field(object, name);
    if (field === undefined) throw noSuchColumn(name, object);
    return field.name;
  });
  // Documented by its example: the id comes too, last, where it was not asked for.
  return [...new Set([...names, 'Id'])];
}

export function recordUrl({ version }: RestCall, object: ObjectSchema, id: string): string {
  return `/services/data/v${version}/sobjects/${object.name}/${id}`;
}

/** A record with some of its fields, as REST writes it. */
export function recordJson(
  call: RestCall,
  object: ObjectSchema,
  record: OrgRecord,
  names: readonly string[],
) {
  return {
    attributes: { type: object.name, url: recordUrl(call, object, record.Id) },
    ...Object.fromEntries(names.map((name) => [name, record[name]])),
  };
}
