import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import type { FieldSchema } from '../data/schema/field-schema.ts';
import { aliasesOf } from '../soql/aliases.ts';
import { compileSelect } from '../soql/compile-select.ts';
import { type PathRoot, resolvePath } from '../soql/field-path.ts';
import { pathText } from '../soql/row-expression.ts';
import { openQuery } from '../soql/run-query.ts';
import type { SelectContext } from '../soql/select-context.ts';
import { aliasOf } from '../soql/select-list.ts';
import type { Reading, SelectReading } from '../soql/select-reading.ts';
import type { RestCall } from './rest-call.ts';

/** What Salesforce's CLI asks of a query's columns; the shape is seen, in its own tests. */
interface Column {
  readonly aggregate: boolean;
  readonly apexType: string | null;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: Column[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

function column(columnName: string, options: Partial<Column> = {}): Column {
  return {
    aggregate: false,
    apexType: null,
    booleanType: false,
    columnName,
    custom: columnName.endsWith('__c'),
    displayName: columnName,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: false,
    textType: false,
    updatable: false,
    ...options,
  };
}

const apexTypes: Readonly<Partial<Record<FieldSchema['type'], string>>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
};

function columnOf({ name, type, createable, updateable }: FieldSchema): Column {
  const apexType = apexTypes[type] ?? 'String';
  return column(name, {
    apexType,
    booleanType: apexType === 'Boolean',
    insertable: createable,
    numberType: apexType === 'Integer' || apexType === 'Double',
    textType: apexType === 'String',
    updatable: updateable,
  });
}

/** Puts a field below the relationships that lead to it. */
function addPath(columns: Column[], root: PathRoot, path: Reading): void {
  const { hops, field } = resolvePath(root, path);
  let into = columns;
  for (const { lookup } of hops) {
    const name = lookup.relationshipName ?? lookup.name;
    let join = into.find(({ columnName }) => columnName === name);
    if (join === undefined) {
      join = column(name, { foreignKeyName: lookup.name });
      into.push(join);
    }
    into = join.joinColumns;
  }
  into.push(columnOf(field));
}

function addChildren(columns: Column[], context: SelectContext, subquery: SelectReading): void {
  const { viewer, source } = context;
  const found = viewer.children(context.object, subquery.object.text.split('.').at(-1) ?? '');
  if (found === undefined) return;
  const { object, relationship } = found;
  const aliases = aliasesOf(viewer, source, object, subquery);
  const joinColumns = columnsOf({ ...context, object, aliases }, subquery);
  columns.push(column(relationship.name, { aggregate: true, joinColumns }));
}

/** Functions are `expr0`, `expr1`, … where the query gives no name. */
function addFunction(columns: Column[], root: PathRoot, call: FieldFunctionExpression): void {
  const name = call.functionName.toLowerCase();
  if (name === 'fields') {
    const visible = root.object.fields.filter((each) => root.viewer.field(root.object, each.name));
    columns.push(...visible.map(columnOf));
    return;
  }
  const unnamed = columns.filter(({ columnName }) => /^expr\d+$/.test(columnName)).length;
  const displayName = (call.rawValue ?? `${name}()`).replace(/^\w+/, name);
  const options = { aggregate: true, displayName, numberType: true };
  columns.push(column(aliasOf(call) ?? `expr${String(unnamed)}`, options));
}

function columnsOf(context: SelectContext, { items }: SelectReading): Column[] {
  const columns: Column[] = [];
  for (const item of items) {
    if (item.subquery !== undefined) {
      addChildren(columns, context, item.subquery);
      continue;
    }
    const selected = context.expressionOf(item);
    if (selected.type === 'FieldFunctionExpression') addFunction(columns, context, selected);
    else if (selected.type === 'Field' || selected.type === 'FieldRelationship') {
      addPath(columns, context, { place: item.place, text: pathText(selected) });
    }
  }
  return columns;
}

function pathsOf(columns: readonly Column[]): string[][] {
  return columns.flatMap(({ columnName, joinColumns }) =>
    joinColumns.length === 0
      ? [[columnName]]
      : pathsOf(joinColumns).map((path) => [columnName, ...path]),
  );
}

/** Where in its records a query's values are found, column by column. */
export function columnPaths(context: SelectContext, select: SelectReading): string[][] {
  return pathsOf(columnsOf(context, select));
}

/** `GET /query?q=…&columns=true`: what a query's columns are, in place of its rows. */
export function queryColumns({ data, viewer, version }: RestCall, source: string) {
  const { context, select } = openQuery(viewer, source, { now: data.now(), version });
  // What a query's other clauses are refused for, it is refused for here, too.
  compileSelect(context, select);
  const columnMetadata = columnsOf(context, select);
  return {
    columnMetadata,
    entityName: context.object.name,
    groupBy: select.groups.length > 0,
    idSelected: columnMetadata.some(({ columnName }) => columnName === 'Id'),
    keyPrefix: context.object.keyPrefix,
  };
}
