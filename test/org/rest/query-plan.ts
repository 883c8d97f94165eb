import { tableOf } from '../data/org-tables.ts';
import { openQuery, runQuery } from '../soql/run-query.ts';
import type { RestCall } from './rest-call.ts';

/** `GET /query?explain=`: the org has no indexes, so its one plan is to read the whole table (the shape is documented). */
export function explainQuery({ data, viewer, version }: RestCall, source: string) {
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
