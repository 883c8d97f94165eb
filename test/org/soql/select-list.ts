import type { FieldType } from '@jetstreamapp/soql-parser-js';
import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import { type FieldPath, followHops, type Hop, resolvePath } from './field-path.ts';
import { fieldAlias, fieldText } from './parsed-field.ts';
import { resolveFunction } from './row-expression.ts';
import { attributesOf, notEmbedded, type SelectContext } from './select-context.ts';

/** A record as REST answers it. */
export type JsonRecord = { [name: string]: unknown };

/** What the children of a record are read with: see `compileSelect`. */
type CompileChild = (field: Extract<FieldType, { type: 'FieldSubquery' }>) => {
  readonly name: string;
  readonly read: (parent: OrgRecord) => JsonRecord | null;
};

/** A parent's fields under its relationship's name, and its own parents' within. */
interface Branch {
  readonly hop: Hop | null;
  readonly leaves: Map<string, string>;
  readonly branches: Map<string, Branch>;
  /** Names in the order of the query, so that the answer's keys come as they were asked for. */
  readonly order: string[];
}

type Column = (record: OrgRecord, answer: JsonRecord) => void;

function newBranch(hop: Hop | null): Branch {
  return { hop, leaves: new Map(), branches: new Map(), order: [] };
}

/** `FIELDS(ALL)` and its kin are every visible field (documented; a LIMIT of 200 at most for ALL and CUSTOM). */
function fieldsFunction(context: SelectContext, kind: string, limit: number | undefined): string[] {
  const isBounded = kind.toUpperCase() === 'STANDARD' || (limit !== undefined && limit <= 200);
  if (!isBounded) {
    const message = 'The SOQL FIELDS function must have a LIMIT of at most 200';
    throw context.scope.fail('select', 'FIELDS', 'MALFORMED_QUERY', message);
  }
  return context.object.fields
    .filter(({ name }) => context.viewer.field(context.object, name) !== undefined)
    .map(({ name }) => name)
    .filter((name) => {
      const custom = name.endsWith('__c');
      return kind.toUpperCase() === 'ALL' || custom === (kind.toUpperCase() === 'CUSTOM');
    });
}

/**
 * Compiles the fields of a SELECT to what turns a record into its answer.
 * @throws {ApiError} INVALID_FIELD, MALFORMED_QUERY
 */
export function compileSelectList(
  context: SelectContext,
  fields: readonly FieldType[],
  limit: number | undefined,
  compileChild: CompileChild,
): (record: OrgRecord) => JsonRecord {
  const { viewer, scope, version } = context;
  const root = newBranch(null);
  const others = new Map<string, Column>();
  const seen = new Set<string>();

  function addOnce(name: string, text: string): void {
    if (seen.has(name.toLowerCase())) {
      // Documented (at FIELDS), without a place.
      throw scope.fail('select', text, 'INVALID_FIELD', `duplicate field selected: ${text}`);
    }
    seen.add(name.toLowerCase());
  }
  function addPath(text: string): void {
    const path: FieldPath = resolvePath(context, text, 'select');
    let branch = root;
    for (const hop of path.hops) {
      const name = hop.lookup.relationshipName ?? hop.lookup.name;
      const next = branch.branches.get(name) ?? newBranch(hop);
      if (!branch.branches.has(name)) {
        branch.branches.set(name, next);
        branch.order.push(name);
      }
      branch = next;
    }
    addOnce([...path.hops.map(({ lookup }) => lookup.name), path.field.name].join('.'), text);
    branch.leaves.set(path.field.name, path.field.name);
    branch.order.push(path.field.name);
  }
  function addColumn(name: string, text: string, column: Column): void {
    addOnce(name, text);
    others.set(name, column);
    root.order.push(name);
  }
  function addField(field: FieldType): void {
    switch (field.type) {
      case 'Field':
      case 'FieldRelationship': {
        const text = fieldText(field);
        const alias = fieldAlias(field);
        if (alias !== undefined) {
          // Seen.
          const message = 'only aggregate expressions use field aliasing';
          throw scope.fail('select', alias, 'MALFORMED_QUERY', message);
        }
        addPath(text);
        return;
      }
      case 'FieldFunctionExpression': {
        if (field.functionName.toUpperCase() === 'FIELDS') {
          fieldsFunction(context, String(field.parameters[0]), limit).forEach(addPath);
          return;
        }
        const expression = resolveFunction(context, field, 'select');
        const name = field.alias ?? expression.field.name;
        addColumn(name, expression.text, (record, answer) => {
          answer[name] = expression.read(record);
        });
        return;
      }
      case 'FieldSubquery': {
        const child = compileChild(field);
        addColumn(child.name, child.name, (record, answer) => {
          answer[child.name] = child.read(record);
        });
        return;
      }
      default:
        throw notEmbedded(context, 'TYPEOF');
    }
  }
  fields.forEach(addField);

  function project(branch: Branch, record: OrgRecord): JsonRecord {
    const object = branch.hop?.parent ?? context.object;
    const answer: JsonRecord = { attributes: attributesOf(object, record.Id, version) };
    for (const name of branch.order) {
      const below = branch.branches.get(name);
      const column = branch === root ? others.get(name) : undefined;
      if (column !== undefined) {
        column(record, answer);
      } else if (below === undefined) {
        answer[name] = record[name] satisfies FieldValue | undefined;
      } else {
        const parent = below.hop === null ? null : followHops(viewer, [below.hop], record);
        answer[name] = parent === null ? null : project(below, parent);
      }
    }
    return answer;
  }
  return (record) => project(root, record);
}
