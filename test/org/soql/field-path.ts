import type { Viewer } from '../data/access/viewer.ts';
import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { compoundAddress } from './compound-address.ts';
import type { Expression } from './expression.ts';
import { followHops, type Hop, hopTo, readField } from './hop.ts';
import type { Reading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

export interface FieldPath extends Expression {
  readonly hops: readonly Hop[];
}

/** Where paths begin: the object of a SELECT, as one user sees it. */
export interface PathRoot {
  readonly viewer: Viewer;
  readonly object: ObjectSchema;
  /** The query's text, to point into. */
  readonly source: string;
  /** What the names after FROM stand for: the object itself (no steps), or a parent. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
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

/** `o.Status FROM Order o` and `Order.Status FROM Order` both mean `Status` (documented). */
function segmentsOf({ viewer, object, aliases }: PathRoot, path: string): string[] {
  const [first = '', ...rest] = path.split('.');
  const alias = rest.length > 0 ? aliases.get(first.toLowerCase()) : undefined;
  if (alias !== undefined) {
    return [...alias, ...rest];
  }
  const isOwnName =
    first.toLowerCase() === object.name.toLowerCase() && viewer.parent(object, first) === undefined;
  return isOwnName && rest.length > 0 ? rest : [first, ...rest];
}

/**
 * Follows the relationships of a path.
 * @returns the steps, and what is left: the name of a field of the last one's object
 * @throws {ApiError} INVALID_FIELD
 */
export function resolveHops(
  root: PathRoot,
  { text: path, place }: Reading,
): { hops: Hop[]; object: ObjectSchema; name: string } {
  const segments = segmentsOf(root, path);
  const hops: Hop[] = [];
  let object = root.object;
  for (const segment of segments.slice(0, -1)) {
    const hop = hopTo(root.viewer, object, segment);
    if (hop === undefined) {
      throw errorAt(root.source, place, 'INVALID_FIELD', unknownRelationship(segment));
    }
    hops.push(hop);
    object = hop.parent;
  }
  if (hops.length > 5) {
    // Documented: no more than five levels up. The wording is a guess.
    const message = `Relationship path '${path}' exceeds the maximum of 5 levels`;
    throw errorAt(root.source, place, 'MALFORMED_QUERY', message);
  }
  return { hops, object, name: segments.at(-1) ?? '' };
}

/**
 * Finds the field that a path such as `Account.Owner.Name` names.
 * @throws {ApiError} INVALID_FIELD
 */
export function resolvePath(root: PathRoot, reading: Reading): FieldPath {
  const { viewer, source } = root;
  const { hops, object, name } = resolveHops(root, reading);
  const field = viewer.field(object, name) ?? compoundAddress(viewer, object, name)?.field;
  if (field === undefined) {
    throw errorAt(source, reading.place, 'INVALID_FIELD', noSuchColumn(name, object.name));
  }
  const read = (record: OrgRecord): FieldValue => {
    const found = followHops(viewer, hops, { object: root.object, record });
    return found === null ? null : readField(viewer, found, object, field.name);
  };
  const { text, place } = reading;
  const key = [...hops.map(({ lookup }) => lookup.name), field.name].join('.');
  return { text, place, key, type: field.type, field, hops, read };
}
