import { tableOf } from '../data/org-tables.ts';
import { findObject } from '../soql/find-object.ts';
import { parseSoql } from '../soql/parse-soql.ts';
import { runQuery } from '../soql/run-query.ts';
import { createSourceScope } from '../soql/source-scope.ts';
import type { RestCall } from './rest-call.ts';

/** `GET /query?explain=`: the org has no indexes, so its one plan is to read the whole table (the shape is documented). */
export function explainQuery({ data, viewer, version }: RestCall, source: string) {
  const { totalSize } = runQuery(viewer, source, { now: data.now(), version });
  const object = findObject(viewer, parseSoql(source).sObject ?? '', createSourceScope(source));
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
