import type { FieldFunctionExpression, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import type { FieldSchema } from '../data/schema/field-schema.ts';
import { type PathRoot, resolvePath } from '../soql/field-path.ts';
import { findObject } from '../soql/find-object.ts';
import { parseSoql } from '../soql/parse-soql.ts';
import { fieldAlias, fieldText } from '../soql/parsed-field.ts';
import { createSourceScope } from '../soql/source-scope.ts';
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
function addPath(columns: Column[], root: PathRoot, path: string): void {
  const { hops, field } = resolvePath(root, path, 'select');
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

function addChildren(columns: Column[], root: PathRoot, subquery: Subquery): void {
  const found = root.viewer.children(root.object, subquery.relationshipName);
  if (found === undefined) return;
  const inner = { ...root, object: found.object, alias: subquery.sObjectAlias };
  const joinColumns = columnsOf(inner, subquery);
  columns.push(column(found.relationship.name, { aggregate: true, joinColumns }));
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
  columns.push(column(fieldAlias(call) ?? `expr${String(unnamed)}`, options));
}

function columnsOf(root: PathRoot, { fields = [] }: Query | Subquery): Column[] {
  const columns: Column[] = [];
  for (const selected of fields) {
    if (selected.type === 'Field' || selected.type === 'FieldRelationship') {
      addPath(columns, root, fieldText(selected));
    } else if (selected.type === 'FieldSubquery') addChildren(columns, root, selected.subquery);
    else if (selected.type === 'FieldFunctionExpression') addFunction(columns, root, selected);
  }
  return columns;
}

/** `GET /query?q=…&columns=true`: what a query's columns are, in place of its rows. */
export function queryColumns({ viewer }: RestCall, source: string) {
  const query = parseSoql(source);
  const scope = createSourceScope(source);
  const object = findObject(viewer, query.sObject ?? '', scope);
  const columnMetadata = columnsOf({ viewer, object, alias: query.sObjectAlias, scope }, query);
  return {
    columnMetadata,
    entityName: object.name,
    groupBy: query.groupBy !== undefined,
    idSelected: columnMetadata.some(({ columnName }) => columnName === 'Id'),
    keyPrefix: object.keyPrefix,
  };
}
