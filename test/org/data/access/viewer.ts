import type { OrgData, OrgUser } from '../org-data.ts';
import { tableOf } from '../org-tables.ts';
import type { OrgRecord } from '../record-table.ts';
import type { FieldSchema } from '../schema/field-schema.ts';
import type { ChildRelationship, ObjectSchema } from '../schema/object-schema.ts';
import { childRelationships, findObject, objectNamed } from '../schema/schema.ts';
import {
  canEditField,
  canSeeField,
  type ObjectPermission,
  objectPermission,
} from './permissions.ts';
import { createSharing } from './sharing.ts';

/** Why a user gets no record for an id. */
type Absence = 'missing' | 'deleted' | 'hidden';

/**
 * The org as one user sees it: the only way by which queries reach schema and records, so that
 * nothing hidden can be named. What the user may not see is answered as if it did not exist.
 */
export interface Viewer {
  readonly user: OrgUser;
  object(name: string): ObjectSchema | undefined;
  permission(object: ObjectSchema): ObjectPermission;
  field(object: ObjectSchema, name: string): FieldSchema | undefined;
  /** Whether the user may fill a field in a new record, or change it in an old one. */
  writes(object: ObjectSchema, field: FieldSchema, operation: 'create' | 'update'): boolean;
  /**
   * The lookup that a relationship name in a path follows, and the object it leads to: where there
   * are several, the first that the user may read.
   */
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
  /** As `find`, for those who say why there is nothing. */
  locate(object: ObjectSchema, id: string): OrgRecord | Absence;
  childRows(relationship: ChildRelationship, parent: OrgRecord): OrgRecord[];
  follow(object: ObjectSchema, id: string): OrgRecord | undefined;
}

/**
 * A user's view of the org, for one request.
 *
 * @param options.deleted whether the recycle bin is in sight, as it is for `queryAll`
 */
export function createViewer(
  data: OrgData,
  user: OrgUser,
  { deleted = false }: { deleted?: boolean } = {},
): Viewer {
  const sharing = createSharing(data, user);
  const readable = (object: ObjectSchema) => objectPermission(user.profile, object).read;
  const exists = (record: OrgRecord) => deleted || record.IsDeleted !== true;
  const sees = (name: string) => (record: OrgRecord) =>
    exists(record) && sharing.sees(name, record);
  function field(object: ObjectSchema, name: string): FieldSchema | undefined {
    const found = object.fieldByName.get(name.toLowerCase());
    return found !== undefined && canSeeField(user.profile, object, found) ? found : undefined;
  }
  function locate(object: ObjectSchema, id: string): OrgRecord | Absence {
    const record = tableOf(data.tables, object.name).find(id);
    if (record === undefined) return 'missing';
    if (!sharing.sees(object.name, record)) return 'hidden';
    return exists(record) ? record : 'deleted';
  }
  return {
    user,
    field,
    locate,
    permission: (object) => objectPermission(user.profile, object),
    writes: (object, each, operation) =>
      (operation === 'create' ? each.createable : each.updateable) &&
      canEditField(user.profile, object, each),
    object(name) {
      const found = findObject(name);
      return found !== undefined && readable(found) ? found : undefined;
    },
    parent(object, relationship) {
      const lookup = object.parentByName.get(relationship.toLowerCase());
      const parent = lookup?.referenceTo.map(objectNamed).find(readable);
      return lookup !== undefined &&
        parent !== undefined &&
        canSeeField(user.profile, object, lookup)
        ? { field: lookup, object: parent }
        : undefined;
    },
    children(object, relationshipName) {
      const relationship = childRelationships(object).get(relationshipName.toLowerCase());
      const child = relationship?.object;
      return relationship !== undefined &&
        child !== undefined &&
        readable(child) &&
        canSeeField(user.profile, child, relationship.field)
        ? { relationship, object: child }
        : undefined;
    },
    rows: (object) => [...tableOf(data.tables, object.name).rows()].filter(sees(object.name)),
    find(object, id) {
      const found = locate(object, id);
      return typeof found === 'string' ? undefined : found;
    },
    childRows: ({ object: { storedAs, holds }, field: lookup }, parent) =>
      tableOf(data.tables, storedAs)
        .children(lookup.name, parent.Id)
        .filter((record) => holds(record) && sees(storedAs)(record)),
    follow(object, id) {
      const record = tableOf(data.tables, object.name).find(id);
      return record !== undefined && exists(record) && sharing.followsTo(object.name, record)
        ? record
        : undefined;
    },
  };
}
