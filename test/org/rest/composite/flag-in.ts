import { checkbox } from '../../data/schema/field-schema.ts';
import type { JsonObject } from '../../data/writes/read-record.ts';
import { readValue } from '../../data/writes/read-value.ts';
import type { RequestBody } from '../request-body.ts';

/**
 * A yes or no of a request, read as that of a checkbox is; no where it is left out.
 * @throws {ApiError} JSON_PARSER_ERROR for what is neither
 */
export function flagIn({ placeOf }: RequestBody, object: JsonObject, name: string): boolean {
  return readValue(checkbox(name), object[name] ?? null, () => placeOf(name)) === true;
}
