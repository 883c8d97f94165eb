import type { Viewer } from '../data/access/viewer.ts';
import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import type { FieldSchema } from '../data/schema/field-schema.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import type { Expression } from './expression.ts';
import type { Clause, SourceScope } from './source-scope.ts';

/** A step from a record to a parent. */
export interface Hop {
  readonly lookup: FieldSchema;
  readonly parent: ObjectSchema;
}

export interface FieldPath extends Expression {
  readonly hops: readonly Hop[];
}

/** Where paths begin: the object of a SELECT, as one user sees it. */
export interface PathRoot {
  readonly viewer: Viewer;
  readonly object: ObjectSchema;
  readonly alias: string | undefined;
  readonly scope: SourceScope;
}

const reference =
  'Please reference your WSDL or the describe call for the appropriate names.' as const;

/** Seen; a field that field-level security hides gives the same (seen). */
function noSuchColumn(name: string, entity: string): string {
  return `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${reference}`;
}

/** Seen; also where the user may not read the parent's object (seen). */
function unknownRelationship(name: string): string {
  return `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${reference}`;
}

/** The parent at the end of a chain of lookups, or null where one is empty or leads out of sight. */
export function followHops(
  viewer: Viewer,
  hops: readonly Hop[],
  record: OrgRecord,
): OrgRecord | null {
  let current = record;
  for (const { lookup, parent } of hops) {
    const id = current[lookup.name];
    const next = typeof id === 'string' ? viewer.follow(parent, id) : undefined;
    if (next === undefined) {
      return null;
    }
    current = next;
  }
  return current;
}

/** `o.Status FROM Order o` and `Order.Status FROM Order` both mean `Status` (documented). */
function withoutPrefix({ viewer, object, alias }: PathRoot, segments: string[]): string[] {
  const [first = ''] = segments;
  const name = first.toLowerCase();
  const isPrefix =
    segments.length > 1 &&
    (name === alias?.toLowerCase() ||
      (name === object.name.toLowerCase() && viewer.parent(object, first) === undefined));
  return isPrefix ? segments.slice(1) : segments;
}

/**
 * Finds the field that a path such as `Account.Owner.Name` names.
 * @throws {ApiError} INVALID_FIELD
 */
export function resolvePath(root: PathRoot, path: string, clause: Clause): FieldPath {
  const { viewer, scope } = root;
  const segments = withoutPrefix(
    root,
    path.split('.').map((part) => part.trim()),
  );
  const name = segments.at(-1) ?? '';
  const hops: Hop[] = [];
  let object = root.object;
  if (segments.length > 6) {
    // Documented: no more than five levels up. The wording is a guess.
    const message = `Relationship path '${path}' exceeds the maximum of 5 levels`;
    throw scope.fail(clause, path, 'MALFORMED_QUERY', message);
  }
  for (const segment of segments.slice(0, -1)) {
    const step = viewer.parent(object, segment);
    if (step === undefined) {
      throw scope.fail(clause, path, 'INVALID_FIELD', unknownRelationship(segment));
    }
    hops.push({ lookup: step.field, parent: step.object });
    object = step.object;
  }
  const field = viewer.field(object, name);
  if (field === undefined) {
    throw scope.fail(clause, path, 'INVALID_FIELD', noSuchColumn(name, object.name));
  }
  const read = (record: OrgRecord): FieldValue =>
    followHops(viewer, hops, record)?.[field.name] ?? null;
  return { text: path, type: field.type, field, hops, read };
}
