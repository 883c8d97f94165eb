import { allObjects } from '../data/schema/schema.ts';
import { describeBasics, describeObject } from './describe-object.ts';
import { notModifiedSince } from './not-modified.ts';
import type { RecentItems } from './recent-items.ts';
import type { RestAnswer, RestCall, RestHandler } from './rest-call.ts';
import { objectOfPath } from './sobject-path.ts';

/** Objects and fields are as old as the org. */
function schemaDate({ data }: RestCall): string {
  const [organization] = data.tables.Organization.rows();
  return String(organization?.CreatedDate);
}

/** `GET /sobjects`: every object that the user may read. */
export function describeGlobalResource(call: RestCall): RestAnswer {
  return notModifiedSince(call, schemaDate(call), () => ({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: allObjects()
      .filter(({ name }) => call.viewer.object(name) !== undefined)
      .map((object) => describeBasics(call, object)),
  }));
}

/** `GET /sobjects/<object>` */
export function describeBasicsResource(recent: RecentItems): RestHandler {
  return (call) => {
    const object = objectOfPath(call);
    const recentItems = recent
      .list(call)
      .filter(({ attributes }) => attributes.type === object.name);
    return { status: 200, body: { objectDescribe: describeBasics(call, object), recentItems } };
  };
}

/** `GET /sobjects/<object>/describe` */
export function describeObjectResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  return notModifiedSince(call, schemaDate(call), () => describeObject(call, object));
}
