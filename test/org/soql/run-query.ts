import type { Viewer } from '../data/access/viewer.ts';
import { aliasesOf } from './aliases.ts';
import { compileSelect, type SelectResult } from './compile-select.ts';
import { findObject } from './find-object.ts';
import { parseSoql } from './parse-soql.ts';
import type { SelectContext } from './select-context.ts';
import type { SelectReading } from './select-reading.ts';

interface QueryOptions {
  /** The clock, for relative dates. */
  readonly now: Date;
  /** Of the API, as in `66.0`: records say under which URL they are found. */
  readonly version: string;
}

/** A query that is parsed, and whose object the user may read. */
interface OpenQuery {
  readonly context: SelectContext;
  readonly select: SelectReading;
}

/**
 * Parses a query and finds its object.
 * @throws {ApiError} MALFORMED_QUERY, INVALID_TYPE
 */
export function openQuery(
  viewer: Viewer,
  source: string,
  { now, version }: QueryOptions,
): OpenQuery {
  const { select, expressionOf } = parseSoql(source);
  const object = findObject(viewer, source, select.object);
  const aliases = aliasesOf(viewer, source, object, select);
  const context = { viewer, source, object, aliases, expressionOf, now, version, depth: 0 };
  return { context, select };
}

/** Reads the rows of a query that is open. */
export function runOpenQuery({ context, select }: OpenQuery): SelectResult {
  return compileSelect(context, select)(context.viewer.rows(context.object));
}

/**
 * Runs a SOQL query with the rights of one user.
 * @throws {ApiError} MALFORMED_QUERY, INVALID_TYPE, INVALID_FIELD and their kin, as Salesforce
 * words them
 * @example runQuery(viewer, "SELECT Id FROM Order WHERE Status = 'Draft'", { now, version: '66.0' })
 */
export function runQuery(viewer: Viewer, source: string, options: QueryOptions): SelectResult {
  return runOpenQuery(openQuery(viewer, source, options));
}
