import { toRecordId } from '../../data/record-id.ts';
import { fieldNames, recordJson } from '../record-json.ts';
import { objectIn } from '../request-body.ts';
import type { RestAnswer, RestCall } from '../rest-call.ts';
import { objectOfPath } from '../sobject-path.ts';
import { malformedBody, requireAtMost2000 } from './collection-body.ts';

/** Up to 2,000 records (documented) in the order of their ids, null where there is none for the user (documented). */
function retrieve(call: RestCall, ids: readonly string[], fields: readonly string[]): RestAnswer {
  const object = objectOfPath(call);
  requireAtMost2000(ids.length);
  const names = fieldNames(call, object, fields);
  const body = ids.map((id) => {
    const record = call.viewer.find(object, toRecordId(id) ?? '');
    return record === undefined ? null : recordJson(call, object, record, names);
  });
  return { status: 200, body };
}

function listIn(text: string | null): string[] {
  return (text ?? '').split(',').filter((part) => part !== '');
}

function textsIn(body: Readonly<Record<string, unknown>>, name: string): string[] {
  const list = body[name];
  if (!Array.isArray(list)) throw malformedBody(`"${name}" must be a list`);
  return list.map(String);
}

/** `GET /composite/sobjects/<object>?ids=…&fields=…` */
export function retrieveByQuery(call: RestCall): RestAnswer {
  const ids = listIn(call.query.get('ids'));
  return retrieve(call, ids, listIn(call.query.get('fields')));
}

/** `POST /composite/sobjects/<object>`: for lists longer than a URL (documented). */
export function retrieveByBody(call: RestCall): RestAnswer {
  const body = objectIn(call.body);
  return retrieve(call, textsIn(body, 'ids'), textsIn(body, 'fields'));
}
