import { makeRecordId, toRecordId } from '../../data/record-id.ts';
import type { FieldSchema } from '../../data/schema/field-schema.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { allObjects } from '../../data/schema/schema.ts';
import type { RestCall } from '../rest-call.ts';

/** A list as Salesforce's pages show it. */
export interface ListView {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  readonly object: ObjectSchema;
  readonly columns: readonly FieldSchema[];
  /** What is read along and not shown (documented). */
  readonly hidden: readonly FieldSchema[];
  readonly mine: boolean;
}

/** Kinds that fit a column of a list. */
const shown = new Set(['string', 'phone', 'email', 'picklist', 'currency', 'date', 'url', 'int']);

function fieldsNamed({ viewer }: RestCall, object: ObjectSchema, names: readonly string[]) {
  return names.flatMap((name) => viewer.field(object, name) ?? []);
}

/** An object's lists: everybody's records, and one's own where they have owners. */
export function listViewsOf(call: RestCall, object: ObjectSchema): ListView[] {
  const { viewer } = call;
  const number = allObjects().indexOf(object) * 2 + 1;
  const visible = object.fields.filter(({ name }) => viewer.field(object, name) !== undefined);
  const names = visible.filter(({ nameField }) => nameField);
  const others = visible.filter(({ type, nameField }) => shown.has(type) && !nameField);
  const common = {
    object,
    columns: [...names, ...others].slice(0, 5),
    hidden: fieldsNamed(call, object, ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp']),
  };
  const plural = object.labelPlural.replaceAll(' ', '');
  const all = {
    ...common,
    id: makeRecordId('00B', number),
    developerName: `All${plural}`,
    label: `All ${object.labelPlural}`,
    mine: false,
  };
  if (viewer.field(object, 'OwnerId') === undefined) return [all];
  const mine = {
    ...common,
    id: makeRecordId('00B', number + 1),
    developerName: `My${plural}`,
    label: `My ${object.labelPlural}`,
    mine: true,
  };
  return [all, mine];
}

/** A list of any object by its id, as far as the user sees it. */
export function findListView(call: RestCall, id: string): ListView | undefined {
  const wanted = toRecordId(id);
  return allObjects()
    .flatMap(({ name }) => call.viewer.object(name) ?? [])
    .flatMap((object) => listViewsOf(call, object))
    .find((view) => view.id === wanted);
}

/** The query behind a list, written as Salesforce writes it (documented). */
export function listViewQuery({ object, columns, hidden, mine }: ListView): string {
  const fields = [...columns, ...hidden].map(({ name }) => name.toLowerCase());
  const scope = mine ? ' USING SCOPE mine' : '';
  const [first] = columns;
  const order = [...(first === undefined ? [] : [first.name]), 'Id'];
  return `SELECT ${[...new Set(fields)].join(', ')} FROM ${object.name}${scope} ORDER BY ${order
    .map((name) => `${name} ASC NULLS FIRST`)
    .join(', ')}`;
}
