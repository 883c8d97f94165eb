import { ApiError } from '../data/api-error.ts';
import type { OrgData } from '../data/org-data.ts';
import { runQuery } from '../soql/run-query.ts';
import { batchSizeOf, createQueryPages, type PageOptions, type QueryPages } from './query-pages.ts';
import { pathParameter, queryParameter, type RestCall, type RestHandler } from './rest-call.ts';

type PagesOf = (data: OrgData) => QueryPages;

/** Open cursors belong to the data: a reset closes them. */
export function queryPagesByData(): PagesOf {
  const known = new WeakMap<OrgData, QueryPages>();
  return function pagesOf(data) {
    const pages = known.get(data) ?? createQueryPages();
    known.set(data, pages);
    return pages;
  };
}

function pageOptions({ request, viewer, version }: RestCall): PageOptions {
  const batchSize = batchSizeOf(request.get('sforce-query-options'));
  return { userId: viewer.user.id, version, batchSize };
}

/** `GET /query?q=`: the first page of a query's answer. */
export function queryResource(pagesOf: PagesOf): RestHandler {
  return function query(call) {
    const source = queryParameter(call.request, 'q') ?? '';
    if (source.trim() === '') {
      // Seen.
      throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    }
    const now = call.data.now();
    const result = runQuery(call.viewer, source, { now, version: call.version });
    return { status: 200, body: pagesOf(call.data).first(result, pageOptions(call)) };
  };
}

/** `GET /query/<locator>`: the page that `nextRecordsUrl` named. */
export function queryMoreResource(pagesOf: PagesOf): RestHandler {
  return function queryMore(call) {
    const locator = pathParameter(call.request, 'locator');
    return { status: 200, body: pagesOf(call.data).next(locator, pageOptions(call)) };
  };
}
