import { openQuery, runOpenQuery } from '../soql/run-query.ts';
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
  const open = openQuery(viewer, source, options);
  const { totalSize } = runOpenQuery(open);
  const { object } = open.context;
  return {
    plans: [
      {
        cardinality: totalSize,
        fields: [],
        leadingOperationType: 'TableScan',
        notes: [],
        relativeCost: 1,
        sobjectCardinality: viewer.rows(object).length,
        sobjectType: object.name,
      },
    ],
    sourceQuery: source,
  };
}
