import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { childObject, parentOf } from './relationships.ts';

/** A field that a query reads. */
export interface ReadField {
  readonly object: string;
  readonly field: string;
}

/**
 * Every field that a query reads, wherever it stands: what is filtered or sorted by must be readable too.
 * A step to a parent reads the lookup that leads there.
 *
 * @throws {TypeError} when it has a relationship whose other end its name does not tell
 */
export function fieldsOfQuery(soql: string): ReadField[] {
  const query = parseQuery(soql);
  return fieldsIn(query, query.sObject ?? '', query.sObjectAlias);
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function fieldsIn(node: unknown, object: string, alias: string | undefined): ReadField[] {
  if (Array.isArray(node)) return node.flatMap((part) => fieldsIn(part, object, alias));
  if (!isNode(node)) return [];
  if (node.type === 'FieldTypeof') throw new TypeError('TYPEOF reads what only an org can tell');
  const { field, relationships, parameters, subquery, valueQuery, ...rest } = node;
  return [
    ...(typeof field === 'string'
      ? fieldsOfPath([...namesIn(relationships), ...field.split('.')], object, alias)
      : []),
    ...(Array.isArray(parameters) ? parameters : []).flatMap((parameter: unknown) =>
      typeof parameter === 'string'
        ? fieldsOfParameter(parameter, object, alias)
        : fieldsIn(parameter, object, alias),
    ),
    ...(isNode(subquery)
      ? fieldsIn(subquery, childObject(object, String(subquery.relationshipName)), undefined)
      : []),
    ...(isNode(valueQuery) ? fieldsIn(valueQuery, String(valueQuery.sObject), undefined) : []),
    ...fieldsIn(Object.values(rest), object, alias),
  ];
}

const namesIn = (relationships: unknown): string[] =>
  Array.isArray(relationships) ? relationships.map(String) : [];

/** `CALENDAR_YEAR(CreatedDate)` reads a field, the unit of `DISTANCE(…, 'km')` is none. */
const fieldsOfParameter = (parameter: string, object: string, alias: string | undefined) =>
  /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(parameter)
    ? fieldsOfPath(parameter.split('.'), object, alias)
    : [];

function fieldsOfPath(
  path: readonly string[],
  object: string,
  alias: string | undefined,
): ReadField[] {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return [{ object, field: first }];
  if (first === alias || first === object) return fieldsOfPath(rest, object, undefined);
  const { lookup, parent } = parentOf(object, first);
  return [{ object, field: lookup }, ...fieldsOfPath(rest, parent, undefined)];
}
