import { createViewer } from '../data/access/viewer.ts';
import { ApiError } from '../data/api-error.ts';
import type { OrgData } from '../data/org-data.ts';
import { openQuery, runOpenQuery } from '../soql/run-query.ts';
import { queryColumns } from './query-columns.ts';
import { batchSizeOf, createQueryPages, type PageOptions, type QueryPages } from './query-pages.ts';
import { explainQuery } from './query-plan.ts';
import type { RecentItems } from './recent-items.ts';
import { pathParameter, type RestAnswer, type RestCall, type RestHandler } from './rest-call.ts';

type PagesOf = (data: OrgData) => QueryPages;

/** What outlives a query. */
interface QueryState {
  readonly pagesOf: PagesOf;
  readonly recent: RecentItems;
}

/** Open cursors belong to the data: a reset closes them. */
export function queryPagesByData(): PagesOf {
  const known = new WeakMap<OrgData, QueryPages>();
  return function pagesOf(data) {
    const pages = known.get(data) ?? createQueryPages();
    known.set(data, pages);
    return pages;
  };
}

function pageOptions({ header, viewer, version }: RestCall): PageOptions {
  const batchSize = batchSizeOf(header('sforce-query-options'));
  return { userId: viewer.user.id, version, batchSize };
}

/** @throws {ApiError} MALFORMED_QUERY where there is none (seen) */
function required(source: string | null): string {
  if (source === null || source.trim() === '') {
    throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  }
  return source;
}

function idsOf(records: readonly object[]): string[] {
  return records.flatMap((record) => ('Id' in record ? [String(record.Id)] : []));
}

function answerQuery(call: RestCall, { pagesOf, recent }: QueryState): RestAnswer {
  const { data, viewer, version, query } = call;
  const explained = query.get('explain');
  if (explained !== null) {
    return { status: 200, body: explainQuery(call, required(explained)) };
  }
  const source = required(query.get('q'));
  if (query.get('columns') === 'true') {
    return { status: 200, body: queryColumns(call, source) };
  }
  const open = openQuery(viewer, source, { now: data.now(), version });
  const result = runOpenQuery(open);
  // What an application shows its user is remembered (documented).
  if (open.select.isShown) recent.note(call, idsOf(result.records));
  return { status: 200, body: pagesOf(data).first(result, pageOptions(call)) };
}

/** `GET /query?q=`: the first page of a query's answer. */
export function queryResource(state: QueryState): RestHandler {
  return (call) => answerQuery(call, state);
}

/** `GET /queryAll?q=`: the same with what is in the recycle bin. */
export function queryAllResource(state: QueryState): RestHandler {
  return (call) => {
    const viewer = createViewer(call.data, call.viewer.user, { deleted: true });
    return answerQuery({ ...call, viewer }, state);
  };
}

/** `GET /query/<locator>`: the page that `nextRecordsUrl` named. */
export function queryMoreResource({ pagesOf }: QueryState): RestHandler {
  return function queryMore(call) {
    const locator = pathParameter(call, 'locator');
    return { status: 200, body: pagesOf(call.data).next(locator, pageOptions(call)) };
  };
}
