import { tableOf } from '../data/org-tables.ts';
import { openQuery, runQuery } from '../soql/run-query.ts';
import type { RestCall } from './rest-call.ts';
import { findListView, listViewQuery } from './ui/list-views.ts';

/**
 * `GET /query?explain=`, of a query or of a list view's (documented): the org has no indexes, so its
 * one plan is to read the whole table (the shape is documented).
 */
export function explainQuery(call: RestCall, explained: string) {
  const { data, viewer, version } = call;
  const view = findListView(call, explained);
  const source = view === undefined ? explained : listViewQuery(view);
  const options = { now: data.now(), version };
  const { totalSize } = runQuery(viewer, source, options);
  const { object } = openQuery(viewer, source, options).context;
  return {
    plans: [
      {
        cardinality: totalSize,
        fields: [],
        leadingOperationType: 'TableScan',
        notes: [],
        relativeCost: 1,
        sobjectCardinality: tableOf(data.tables, object.name).size,
        sobjectType: object.name,
      },
    ],
    sourceQuery: source,
  };
}
