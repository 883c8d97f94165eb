import { compoundAddress } from './compound-address.ts';
import { resolveHops, resolvePath } from './field-path.ts';
import { type FoundRecord, followHops, type Hop, readField } from './hop.ts';
import { nameObject } from './name-object.ts';
import { attributesOf, type SelectContext } from './select-context.ts';
import type { Reading } from './select-reading.ts';

/** A record as REST answers it. */
export type JsonRecord = { [name: string]: unknown };

type Leaf = (found: FoundRecord) => unknown;

/** A parent's fields under its relationship's name, and its own parents' within, in the order of the query. */
interface Branch {
  readonly hop: Hop | null;
  readonly leaves: Map<string, Leaf | Branch>;
}

/** The fields of a SELECT, which answer a record nested as their paths are. */
export interface FieldTree {
  /** @returns the path's own name, by which the same field twice is known */
  addPath(path: Reading): string;
  addColumn(name: string, read: Leaf): void;
  project(found: FoundRecord): JsonRecord;
}

/** The branch that the steps lead to, made where it is not there yet. */
function descend(root: Branch, hops: readonly Hop[]): Branch {
  let branch = root;
  for (const hop of hops) {
    const name = hop.lookup.relationshipName ?? hop.lookup.name;
    const known = branch.leaves.get(name);
    const next = known !== undefined && 'leaves' in known ? known : { hop, leaves: new Map() };
    branch.leaves.set(name, next);
    branch = next;
  }
  return branch;
}

/** Begins with no fields. */
export function createFieldTree(context: SelectContext): FieldTree {
  const { viewer, version } = context;
  const root: Branch = { hop: null, leaves: new Map() };

  function project(branch: Branch, found: FoundRecord): JsonRecord {
    // A parent of one of several types says `Name`, and where it really is (seen).
    const type = branch.hop?.parent === nameObject ? nameObject.name : found.object.name;
    const { Id } = found.record;
    const answer: JsonRecord = { attributes: attributesOf(type, found.object, Id, version) };
    for (const [name, leaf] of branch.leaves) {
      if ('leaves' in leaf) {
        const parent = leaf.hop === null ? null : followHops(viewer, [leaf.hop], found);
        answer[name] = parent === null ? null : project(leaf, parent);
      } else {
        answer[name] = leaf(found);
      }
    }
    return answer;
  }
  return {
    addPath(path) {
      const { hops, object, name } = resolveHops(context, path);
      const { field, key } = resolvePath(context, path);
      const address = compoundAddress(viewer, object, name);
      descend(root, hops).leaves.set(field.name, (found) =>
        address === undefined
          ? readField(viewer, found, object, field.name)
          : address.read(found.record),
      );
      return key;
    },
    addColumn(name, read) {
      root.leaves.set(name, read);
    },
    project: (found) => project(root, found),
  };
}
