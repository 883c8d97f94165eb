import type { FieldSchema } from '../../data/schema/field-schema.ts';
import { runQuery } from '../../soql/run-query.ts';
import { pathParameter, type RestAnswer, type RestCall } from '../rest-call.ts';
import { objectOfPath } from '../sobject-path.ts';
import { resourceNotFound } from '../versions.ts';
import { type ListView, listViewQuery, listViewsOf } from './list-views.ts';

/** Documented: 25 unless asked otherwise, 2,000 at most; what is no number is passed over (guessed). */
const usualPage = 25;
const largestPage = 2000;

function viewOfPath(call: RestCall): ListView {
  const id = pathParameter(call, 'id');
  const views = listViewsOf(call, objectOfPath(call));
  const found = views.find((view) => view.id === id || view.id.slice(0, 15) === id);
  if (found === undefined) throw resourceNotFound();
  return found;
}

function basics({ version }: RestCall, { id, developerName, label, object }: ListView) {
  const url = `/services/data/v${version}/sobjects/${object.name}/listviews/${id}`;
  return {
    describeUrl: `${url}/describe`,
    developerName,
    id,
    label,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

function column(field: FieldSchema, sortIndex: number | null, hidden: boolean) {
  const isText = !hidden && field.type === 'string';
  return {
    ascendingLabel: isText ? 'Z-A' : null,
    descendingLabel: isText ? 'A-Z' : null,
    fieldNameOrPath: field.name,
    hidden,
    label: field.label,
    selectListItem: field.name,
    sortDirection: sortIndex === null ? null : 'ascending',
    sortIndex,
    sortable: !hidden && field.sortable,
    type: field.type,
  };
}

function columnsOf({ columns, hidden }: ListView) {
  return [
    ...columns.map((field, index) => column(field, index === 0 ? 0 : null, false)),
    ...hidden.map((field) => column(field, null, true)),
  ];
}

/** `GET /sobjects/<object>/listviews` (documented) */
export function listViewsResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const listviews = listViewsOf(call, object).map((view) => basics(call, view));
  const { length: size } = listviews;
  return {
    status: 200,
    body: { done: true, listviews, nextRecordsUrl: null, size, sobjectType: object.name },
  };
}

/** `GET /sobjects/<object>/listviews/<id>` (documented) */
export function listViewResource(call: RestCall): RestAnswer {
  return { status: 200, body: basics(call, viewOfPath(call)) };
}

/** `GET /sobjects/<object>/listviews/<id>/describe` (documented) */
export function describeListViewResource(call: RestCall): RestAnswer {
  const view = viewOfPath(call);
  const orders = [...view.columns.slice(0, 1).map(({ name }) => name), 'Id'];
  return {
    status: 200,
    body: {
      columns: columnsOf(view),
      id: view.id,
      orderBy: orders.map((fieldNameOrPath) => ({
        fieldNameOrPath,
        nullsPosition: 'first',
        sortDirection: 'ascending',
      })),
      query: listViewQuery(view),
      scope: view.mine ? 'mine' : null,
      sobjectType: view.object.name,
      whereCondition: { conditions: [], conjunction: 'and' },
    },
  };
}

function countParameter({ query }: RestCall, name: string, usual: number): number {
  const text = query.get(name) ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : usual;
}

/** `GET /sobjects/<object>/listviews/<id>/results` (documented; how values are formatted is a guess) */
export function listViewResultsResource(call: RestCall): RestAnswer {
  const view = viewOfPath(call);
  const { data, viewer, version } = call;
  const { records } = runQuery(viewer, listViewQuery(view), { now: data.now(), version });
  const offset = countParameter(call, 'offset', 0);
  const limit = Math.min(countParameter(call, 'limit', usualPage), largestPage);
  const page = records.slice(offset, offset + limit);
  const names = [...view.columns, ...view.hidden].map(({ name }) => name);
  const textOf = (value: unknown) => (value == null ? null : String(value));
  return {
    status: 200,
    body: {
      columns: columnsOf(view),
      developerName: view.developerName,
      done: offset + limit >= records.length,
      id: view.id,
      label: view.label,
      records: page.map((record) => ({
        columns: names.map((fieldNameOrPath) => ({
          fieldNameOrPath,
          value: textOf(record[fieldNameOrPath]),
        })),
      })),
      size: page.length,
    },
  };
}
