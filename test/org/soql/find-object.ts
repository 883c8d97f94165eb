import type { Viewer } from '../data/access/viewer.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import type { SourceScope } from './source-scope.ts';

/**
 * The object after FROM.
 * @throws {ApiError} INVALID_TYPE, also for an object that the user may not read (seen)
 */
export function findObject(viewer: Viewer, name: string, scope: SourceScope): ObjectSchema {
  const object = viewer.object(name);
  if (object === undefined) {
    const message = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw scope.fail('from', name, 'INVALID_TYPE', message);
  }
  return object;
}
