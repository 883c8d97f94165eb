import { toRecordId } from '../data/record-id.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { objectOfId } from '../data/schema/schema.ts';
import { fieldNames, recordJson } from './record-json.ts';
import { pathParameter, type RestAnswer, type RestCall } from './rest-call.ts';
import { externalIdResource } from './row-resource.ts';
import { noSuchRecord, objectOfPath } from './sobject-path.ts';
import { resourceNotFound } from './versions.ts';

function askedFields({ query }: RestCall): string[] | undefined {
  return (query.get('fields') || undefined)?.split(',');
}

/** `GET /sobjects/<object>/<id>/<relationship>`: the parent, or the children (documented). */
function relationshipResource(call: RestCall, object: ObjectSchema, id: string): RestAnswer {
  const { viewer } = call;
  const record = viewer.find(object, id);
  if (record === undefined) throw noSuchRecord(id);
  const name = pathParameter(call, 'value');
  const children = viewer.children(object, name);
  if (children !== undefined) {
    const names = fieldNames(call, children.object, askedFields(call));
    const records = viewer
      .childRows(children.relationship, record)
      .map((row) => recordJson(call, children.object, row, names));
    return { status: 200, body: { totalSize: records.length, done: true, records } };
  }
  const lookup = viewer.parent(object, name);
  const parentId = lookup && record[lookup.field.name];
  // What a lookup to several objects leads to, its id says.
  const parentObject =
    typeof parentId === 'string' ? viewer.object(objectOfId(parentId)?.name ?? '') : undefined;
  const parent = parentObject && viewer.find(parentObject, String(parentId));
  // An empty lookup, or one that leads out of sight, leads nowhere (documented for the first).
  if (parentObject === undefined || parent === undefined) throw resourceNotFound();
  const names = fieldNames(call, parentObject, askedFields(call));
  return { status: 200, body: recordJson(call, parentObject, parent, names) };
}

/** `GET /sobjects/<object>/…/…`: by way of a record's id or of a key. */
export function threePartResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const id = toRecordId(pathParameter(call, 'field'));
  return id?.startsWith(object.keyPrefix)
    ? relationshipResource(call, object, id)
    : externalIdResource(call);
}
