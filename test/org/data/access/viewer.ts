import type { OrgData, OrgUser } from '../org-data.ts';
import { tableOf } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';
import type { FieldSchema } from '../schema/field-schema.ts';
import type { ChildRelationship, ObjectSchema } from '../schema/object-schema.ts';
import { childRelationships, findObject, objectNamed } from '../schema/schema.ts';
import { canSeeField, objectPermission } from './permissions.ts';
import { createSharing } from './sharing.ts';

/**
 * The org as one user sees it: the only way by which queries reach schema and records, so that
 * nothing hidden can be named. What the user may not see is answered as if it did not exist.
 */
export interface Viewer {
  readonly user: OrgUser;
  object(name: string): ObjectSchema | undefined;
  field(object: ObjectSchema, name: string): FieldSchema | undefined;
  /** The lookup that a relationship name in a path follows, and the object it leads to. */
  parent(
    object: ObjectSchema,
    relationship: string,
  ): { field: FieldSchema; object: ObjectSchema } | undefined;
  children(
    object: ObjectSchema,
    relationship: string,
  ): { relationship: ChildRelationship; object: ObjectSchema } | undefined;
  rows(object: ObjectSchema): OrgRecord[];
  find(object: ObjectSchema, id: string): OrgRecord | undefined;
  childRows(relationship: ChildRelationship, parent: OrgRecord): OrgRecord[];
  follow(object: ObjectSchema, id: string): OrgRecord | undefined;
}

/** A user's view of the org, for one request. */
export function createViewer(data: OrgData, user: OrgUser): Viewer {
  const sharing = createSharing(data, user);
  const readable = (object: ObjectSchema) => objectPermission(user.profile, object).read;
  const sees = (name: string) => (record: OrgRecord) =>
    record.IsDeleted !== true && sharing.sees(name, record);
  function field(object: ObjectSchema, name: string): FieldSchema | undefined {
    const found = object.fieldByName.get(name.toLowerCase());
    return found !== undefined && canSeeField(user.profile, object, found) ? found : undefined;
  }
  return {
    user,
    field,
    object(name) {
      const found = findObject(name);
      return found !== undefined && readable(found) ? found : undefined;
    },
    parent(object, relationship) {
      const lookup = object.parentByName.get(relationship.toLowerCase());
      const [target] = lookup?.referenceTo ?? [];
      if (
        lookup === undefined ||
        target === undefined ||
        !canSeeField(user.profile, object, lookup)
      ) {
        return undefined;
      }
      const parent = objectNamed(target);
      return readable(parent) ? { field: lookup, object: parent } : undefined;
    },
    children(object, relationshipName) {
      const relationship = childRelationships(object).get(relationshipName.toLowerCase());
      const child = relationship && findObject(relationship.childObject);
      return relationship !== undefined &&
        child !== undefined &&
        readable(child) &&
        canSeeField(user.profile, child, relationship.field)
        ? { relationship, object: child }
        : undefined;
    },
    rows: (object) => [...tableOf(data.tables, object.name).rows()].filter(sees(object.name)),
    find(object, id) {
      const record = tableOf(data.tables, object.name).find(id);
      return record !== undefined && sees(object.name)(record) ? record : undefined;
    },
    childRows: ({ childObject, field: lookup }, parent) =>
      tableOf(data.tables, childObject).children(lookup.name, parent.Id).filter(sees(childObject)),
    follow(object, id) {
      const record = tableOf(data.tables, object.name).find(id);
      return record !== undefined &&
        record.IsDeleted !== true &&
        sharing.followsTo(object.name, record)
        ? record
        : undefined;
    },
  };
}
