import type { Viewer } from '../data/access/viewer.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { unsupportedType } from '../data/unsupported-type.ts';
import type { Reading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/**
 * The object after FROM.
 * @throws {ApiError} INVALID_TYPE, also for an object that the user may not read (seen)
 */
export function findObject(viewer: Viewer, source: string, { text, place }: Reading): ObjectSchema {
  const object = viewer.object(text);
  if (object === undefined) {
    const message = unsupportedType(text);
    throw errorAt(source, place, 'INVALID_TYPE', message);
  }
  return object;
}
