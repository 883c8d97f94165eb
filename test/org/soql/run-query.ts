import type { Viewer } from '../data/access/viewer.ts';
import { compileSelect, type SelectResult } from './compile-select.ts';
import { findObject } from './find-object.ts';
import { parseSoql } from './parse-soql.ts';
import { createSourceScope } from './source-scope.ts';

interface QueryOptions {
  /** The clock, for relative dates. */
  readonly now: Date;
  /** Of the API, as in `66.0`: records say under which URL they are found. */
  readonly version: string;
}

/**
 * Runs a SOQL query with the rights of one user.
 * @throws {ApiError} MALFORMED_QUERY, INVALID_TYPE, INVALID_FIELD and their kin, as Salesforce
 * words them
 * @example runQuery(viewer, "SELECT Id FROM Order WHERE Status = 'Draft'", { now, version: '66.0' })
 */
export function runQuery(
  viewer: Viewer,
  source: string,
  { now, version }: QueryOptions,
): SelectResult {
  const query = parseSoql(source);
  const scope = createSourceScope(source);
  const object = findObject(viewer, query.sObject ?? '', scope);
  const alias = query.sObjectAlias;
  const run = compileSelect(query, { viewer, object, alias, scope, now, version, depth: 0 });
  return run(viewer.rows(object));
}
