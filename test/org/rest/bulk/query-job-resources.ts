import { createViewer } from '../../data/access/viewer.ts';
import { ApiError } from '../../data/api-error.ts';
import { openQuery, runQuery } from '../../soql/run-query.ts';
import type { SelectReading } from '../../soql/select-reading.ts';
import { columnPaths } from '../query-columns.ts';
import { objectIn } from '../request-body.ts';
import type { RestCall, RestHandler } from '../rest-call.ts';
import {
  type BulkJobs,
  delimiters,
  jobInfo,
  jobOfPath,
  jobRefusal,
  lineEndings,
  requireState,
} from './bulk-jobs.ts';
import { writeCsv } from './csv.ts';

/** @throws {ApiError} API_ERROR for what a query job does not do (documented; the first wording seen) */
function refuseUnsupported({ items, groups, offset }: SelectReading): void {
  if (items.some(({ subquery }) => subquery !== undefined)) {
    const message = 'Aggregate Relationships not supported in Bulk V2 Query with CSV content type';
    throw new ApiError(400, 'API_ERROR', message);
  }
  if (groups.length > 0 || offset !== undefined) {
    const clause = groups.length > 0 ? 'GROUP BY' : 'OFFSET';
    throw new ApiError(400, 'API_ERROR', `${clause} is not supported in Bulk V2 Query`);
  }
}

/** Datetimes end in Z here (seen), unlike in JSON. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') {
    // Seen.
    throw new ApiError(400, 'API_ERROR', 'Selecting compound data not supported in Bulk Query');
  }
  return String(value).replace(/^(\d{4}-\d\d-\d\dT[\d:.]{12})\+0000$/, '$1Z');
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string, unknown>>)[name]
        : null,
    record,
  );
}

function runJob(call: RestCall, operation: string, source: string) {
  const { data, version } = call;
  const options = { now: data.now(), version };
  const deleted = operation === 'queryAll';
  const viewer = createViewer(data, call.viewer.user, { deleted });
  const { context, select } = openQuery(viewer, source, options);
  refuseUnsupported(select);
  const { records } = runQuery(viewer, source, options);
  const paths = columnPaths(context, select);
  const rows = records.map((record) => paths.map((path) => cellOf(valueAt(record, path))));
  return { object: context.object.name, rows: [paths.map((path) => path.join('.')), ...rows] };
}

/** `POST /jobs/query` (documented) */
export function createQueryJob(jobs: BulkJobs): RestHandler {
  return (call) => {
    const { operation, query } = objectIn(call.body);
    if (operation !== 'query' && operation !== 'queryAll') {
      throw jobRefusal('INVALIDJOB', `operation is not supported: ${String(operation)}`);
    }
    if (typeof query !== 'string') {
      throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    }
    const { object, rows } = runJob(call, operation, query);
    const job = jobs.create(call, { kind: 'query', object, operation, state: 'UploadComplete' });
    const answer = { status: 200, body: jobInfo(job) };
    job.state = 'JobComplete';
    job.results = { results: rows };
    return answer;
  };
}

/** `GET /jobs/query/<job>` (documented) */
export function queryJobResource(jobs: BulkJobs): RestHandler {
  return (call) => ({
    status: 200,
    body: jobInfo(jobOfPath(jobs, call, 'query'), { progress: true }),
  });
}

/** `PATCH /jobs/query/<job>`: too late, since the org does the work at once. */
export function changeQueryJob(jobs: BulkJobs): RestHandler {
  return (call) => {
    const job = jobOfPath(jobs, call, 'query');
    requireState(job, 'UploadComplete');
    return { status: 200, body: jobInfo(job) };
  };
}

/** `GET /jobs/query/<job>/results?locator=&maxRecords=`: the rows, page by page (documented). */
export function queryResultsResource(jobs: BulkJobs): RestHandler {
  return (call) => {
    const job = jobOfPath(jobs, call, 'query');
    const [heading = [], ...rows] = job.results.results ?? [];
    const start = locatorStart(call.query.get('locator'));
    const asked = Number(call.query.get('maxRecords') ?? rows.length);
    const page = rows.slice(start, start + (asked >= 1 ? Math.floor(asked) : rows.length));
    const end = start + page.length;
    const layout = {
      delimiter: delimiters[job.columnDelimiter],
      lineEnding: lineEndings[job.lineEnding],
    };
    return {
      status: 200,
      csv: writeCsv([heading, ...page], layout),
      headers: {
        'Sforce-Locator':
          end < rows.length ? Buffer.from(String(end)).toString('base64url') : 'null',
        'Sforce-NumberOfRecords': String(page.length),
      },
    };
  };
}

/** @throws {ApiError} INVALID_QUERY_LOCATOR (guessed) */
function locatorStart(locator: string | null): number {
  if (locator === null) return 0;
  const text = Buffer.from(locator, 'base64url').toString();
  if (!/^\d{1,9}$/.test(text)) {
    throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  return Number(text);
}
