import type { FieldTypeOf } from '@jetstreamapp/soql-parser-js';
import { createFieldTree, type FieldTree, type JsonRecord } from './field-tree.ts';
import { type FoundRecord, followHops, hopTo } from './hop.ts';
import { nameObject } from './name-object.ts';
import type { SelectContext } from './select-context.ts';
import { errorAt } from './source-text.ts';

interface TypeofColumn {
  readonly name: string;
  /** The lookup's own name. */
  readonly lookup: string;
  readonly read: (found: FoundRecord) => JsonRecord | null;
}

/**
 * Compiles `TYPEOF What WHEN Account THEN Phone ELSE Name END`: of each parent the fields that its
 * type has; null where no branch is for it (documented).
 * @throws {ApiError} what Salesforce says of wrong relationships and types is a guess
 */
export function compileTypeof(
  context: SelectContext,
  { field, conditions }: FieldTypeOf,
  place: number,
): TypeofColumn {
  const { viewer, source } = context;
  function refuse(message: string): Error {
    return errorAt(source, place, 'MALFORMED_QUERY', message);
  }
  const hop = hopTo(viewer, context.object, field);
  if (hop === undefined || hop.parent !== nameObject) {
    throw refuse(`The relationship '${field}' in TYPEOF is not polymorphic`);
  }
  const branches = new Map<string, FieldTree>();
  let others: FieldTree | undefined;
  for (const { objectType, fieldList } of conditions) {
    const target =
      objectType === undefined
        ? nameObject
        : hop.targets.find(({ name }) => name.toLowerCase() === objectType.toLowerCase());
    if (target === undefined) {
      throw refuse(`'${objectType ?? ''}' is not a type of the relationship '${field}' in TYPEOF`);
    }
    if (branches.has(target.name)) {
      throw refuse(`WHEN clause operand [${objectType ?? ''}] is not unique`);
    }
    const tree = createFieldTree({ ...context, object: target, aliases: new Map() });
    for (const text of fieldList) {
      tree.addPath({ place, text });
    }
    if (target === nameObject) {
      others = tree;
    } else {
      branches.set(target.name, tree);
    }
  }
  return {
    name: hop.lookup.relationshipName ?? hop.lookup.name,
    lookup: hop.lookup.name,
    read(found) {
      const parent = followHops(viewer, [hop], found);
      const tree = parent === null ? undefined : (branches.get(parent.object.name) ?? others);
      return parent === null || tree === undefined ? null : tree.project(parent);
    },
  };
}
