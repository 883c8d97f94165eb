import type { Viewer } from '../data/access/viewer.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import type { Reading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/**
 * The object after FROM.
 * @throws {ApiError} INVALID_TYPE, also for an object that the user may not read (seen)
 */
export function findObject(viewer: Viewer, source: string, { text, place }: Reading): ObjectSchema {
  const object = viewer.object(text);
  if (object === undefined) {
    const message = `sObject type '${text}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw errorAt(source, place, 'INVALID_TYPE', message);
  }
  return object;
}
