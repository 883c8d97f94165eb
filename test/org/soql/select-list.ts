import type { FieldType } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import { createFieldTree, type JsonRecord } from './field-tree.ts';
import { callOf, pathText, resolveExpression } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { SelectItemReading, SelectReading } from './select-reading.ts';
import { compileTypeof } from './select-typeof.ts';
import { errorAt } from './source-text.ts';

/** What the children of a record are read with: see `compileSelect`. */
type CompileChild = (subquery: SelectReading) => {
  readonly name: string;
  readonly read: (parent: OrgRecord) => JsonRecord | null;
};

/** `FIELDS(ALL)` and its kin are every visible field (documented; a LIMIT of 200 at most for ALL and CUSTOM). */
function fieldsFunction(context: SelectContext, kind: string, limit: number | undefined): string[] {
  const isBounded = kind === 'STANDARD' || (limit !== undefined && limit <= 200);
  if (!isBounded) {
    // Seen.
    const message = 'The SOQL FIELDS function must have a LIMIT of at most 200';
    throw new ApiError(400, 'MALFORMED_QUERY', message);
  }
  return context.object.fields
    .filter(({ name }) => context.viewer.field(context.object, name) !== undefined)
    .map(({ name }) => name)
    .filter((name) => kind === 'ALL' || name.endsWith('__c') === (kind === 'CUSTOM'));
}

/** The name that the query gives a field; the parser's types promise it for some kinds only. */
export function aliasOf(expression: FieldType): string | undefined {
  return 'alias' in expression ? expression.alias : undefined;
}

/**
 * Compiles the fields of a SELECT to what turns a record into its answer.
 * @throws {ApiError} INVALID_FIELD, MALFORMED_QUERY
 */
export function compileSelectList(
  context: SelectContext,
  { items, limit }: Pick<SelectReading, 'items' | 'limit'>,
  compileChild: CompileChild,
): (record: OrgRecord) => JsonRecord {
  const { source, object } = context;
  const tree = createFieldTree(context);
  const seen = new Set<string>();
  /** Lookups whose fields are selected by path, and those that TYPEOF answers for: none is both. */
  const followed = new Map<string, 'path' | 'typeof'>();

  function duplicate({ place }: SelectItemReading, text: string): Error {
    // Documented (at FIELDS), without a place.
    return errorAt(source, place, 'INVALID_FIELD', `duplicate field selected: ${text}`);
  }
  function once(name: string, item: SelectItemReading, text = name): void {
    if (seen.has(name.toLowerCase())) {
      throw duplicate(item, text);
    }
    seen.add(name.toLowerCase());
  }
  function follow(lookup: string, by: 'path' | 'typeof', item: SelectItemReading): void {
    if ((followed.get(lookup) ?? by) !== by) {
      throw duplicate(item, lookup);
    }
    followed.set(lookup, by);
  }
  function addPath(item: SelectItemReading, text: string): void {
    const key = tree.addPath({ place: item.place, text });
    once(key, item, text);
    const [lookup = '', ...below] = key.split('.');
    if (below.length > 0) {
      follow(lookup, 'path', item);
    }
  }
  function addFunction(item: SelectItemReading): void {
    const call = callOf(context, item);
    if (call?.functionName.toUpperCase() === 'FIELDS') {
      const kind = String(call.parameters[0]).toUpperCase();
      for (const name of fieldsFunction(context, kind, limit?.rows)) {
        addPath(item, name);
      }
      return;
    }
    const expression = resolveExpression(context, item);
    const name = call?.alias ?? expression.field.name;
    once(name, item, expression.text);
    tree.addColumn(name, ({ record }) => expression.read(record));
  }
  function addItem(item: SelectItemReading): void {
    if (item.subquery !== undefined) {
      const child = compileChild(item.subquery);
      once(child.name, item);
      tree.addColumn(child.name, ({ record }) => child.read(record));
      return;
    }
    const expression = context.expressionOf(item);
    if (expression.type === 'FieldFunctionExpression') {
      addFunction(item);
    } else if (expression.type === 'FieldTypeof') {
      const column = compileTypeof(context, expression, item.place);
      follow(column.lookup, 'typeof', item);
      once(column.name, item);
      tree.addColumn(column.name, column.read);
    } else if (aliasOf(expression) !== undefined) {
      // Seen.
      const message = 'only aggregate expressions use field aliasing';
      throw errorAt(source, item.place, 'MALFORMED_QUERY', message);
    } else {
      addPath(item, pathText(expression));
    }
  }
  items.forEach(addItem);
  return (record) => tree.project({ object, record });
}
