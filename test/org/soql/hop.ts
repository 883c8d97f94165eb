import type { Viewer } from '../data/access/viewer.ts';
import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import type { FieldSchema } from '../data/schema/field-schema.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { nameObject } from './name-object.ts';

/** A record with the object that it is of. */
export interface FoundRecord {
  readonly object: ObjectSchema;
  readonly record: OrgRecord;
}

/** A step from a record to a parent. */
export interface Hop {
  readonly lookup: FieldSchema;
  /** Whose fields a path may name: the parent's, or those of `Name` where several may be meant. */
  readonly parent: ObjectSchema;
  readonly targets: readonly ObjectSchema[];
}

/** The step that a relationship's name means; `undefined` where the user has none of the name. */
export function hopTo(viewer: Viewer, object: ObjectSchema, name: string): Hop | undefined {
  const step = viewer.parent(object, name);
  if (step === undefined) {
    return undefined;
  }
  const targets = step.field.referenceTo.flatMap((target) => viewer.object(target) ?? []);
  const parent = step.field.referenceTo.length > 1 ? nameObject : step.object;
  return { lookup: step.field, parent, targets };
}

/** The parent at the end of a chain of lookups, or null where one is empty or leads out of sight. */
export function followHops(
  viewer: Viewer,
  hops: readonly Hop[],
  from: FoundRecord,
): FoundRecord | null {
  let current = from;
  for (const { lookup, targets } of hops) {
    const id = current.record[lookup.name];
    const object = targets.find(({ keyPrefix }) => String(id).startsWith(keyPrefix));
    const record =
      object !== undefined && typeof id === 'string' ? viewer.follow(object, id) : undefined;
    if (object === undefined || record === undefined) {
      return null;
    }
    current = { object, record };
  }
  return current;
}

/**
 * A field of the record. Of one that is read as `Name`, what stands for it in its own object, as far
 * as field-level security shows it there; else null.
 */
export function readField(
  viewer: Viewer,
  { object, record }: FoundRecord,
  parent: ObjectSchema,
  name: string,
): FieldValue {
  if (parent !== nameObject) {
    return record[name] ?? null;
  }
  if (name === 'Type') {
    return object.name;
  }
  const nameField = object.fields.find((field) => field.nameField)?.name;
  const field = viewer.field(object, name === 'Name' ? (nameField ?? name) : name);
  return field === undefined ? null : (record[field.name] ?? null);
}
