import { ApiError } from '../../data/api-error.ts';
import { dateTimeText } from '../../data/date-text.ts';
import type { OrgData } from '../../data/org-data.ts';
import { makeRecordId, toRecordId } from '../../data/record-id.ts';
import { objectIn } from '../request-body.ts';
import { pathParameter, type RestCall } from '../rest-call.ts';
import { resourceNotFound } from '../versions.ts';
import type { CsvRows } from './csv.ts';

export const delimiters = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;

export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

type JobState = 'Open' | 'UploadComplete' | 'JobComplete' | 'Failed' | 'Aborted';

/** A job of Bulk API 2.0, with what it says of itself and what it has made. */
export interface BulkJob {
  readonly id: string;
  readonly kind: 'ingest' | 'query';
  readonly object: string;
  readonly operation: string;
  readonly externalIdFieldName?: string;
  readonly createdById: string;
  readonly createdDate: string;
  readonly version: string;
  readonly columnDelimiter: keyof typeof delimiters;
  readonly lineEnding: keyof typeof lineEndings;
  state: JobState;
  systemModstamp: string;
  errorMessage?: string;
  /** The file that was uploaded. */
  upload?: string;
  /** What the job answers by name, each with its heading. */
  results: Readonly<Record<string, CsvRows>>;
}

export interface BulkJobs {
  create(
    call: RestCall,
    job: Pick<BulkJob, 'kind' | 'object' | 'operation' | 'state'> &
      Partial<Pick<BulkJob, 'externalIdFieldName'>>,
  ): BulkJob;
  all(call: RestCall, kind: BulkJob['kind']): BulkJob[];
  remove(call: RestCall, job: BulkJob): void;
}

/** Codes of the API's own, without underlines (seen); these wordings are guesses. */
export function jobRefusal(errorCode: string, message: string): ApiError {
  return new ApiError(400, errorCode, message);
}

function choice<Choices extends object>(
  choices: Choices,
  given: unknown,
  name: string,
  usual: keyof Choices & string,
): keyof Choices & string {
  if (given === undefined || given === null) return usual;
  if (typeof given === 'string' && Object.hasOwn(choices, given)) {
    return given as keyof Choices & string;
  }
  throw jobRefusal('INVALIDJOB', `${name} is not one of ${Object.keys(choices).join(', ')}`);
}

/** Jobs belong to the data: a reset forgets them. */
export function createBulkJobs(): BulkJobs {
  const byData = new WeakMap<OrgData, BulkJob[]>();
  const jobsOf = ({ data }: RestCall) => byData.get(data) ?? [];
  let made = 0;
  return {
    create(call, job) {
      const { columnDelimiter, lineEnding } = objectIn(call.body);
      made += 1;
      const now = dateTimeText(call.data.now());
      const created: BulkJob = {
        ...job,
        id: makeRecordId('750', made),
        createdById: call.viewer.user.id,
        createdDate: now,
        systemModstamp: now,
        version: call.version,
        columnDelimiter: choice(delimiters, columnDelimiter, 'columnDelimiter', 'COMMA'),
        lineEnding: choice(lineEndings, lineEnding, 'lineEnding', 'LF'),
        results: {},
      };
      byData.set(call.data, [...jobsOf(call), created]);
      return created;
    },
    // One's own (documented: others' want "Manage Data Integrations").
    all: (call, kind) =>
      jobsOf(call).filter((job) => job.kind === kind && job.createdById === call.viewer.user.id),
    remove: (call, job) =>
      void byData.set(
        call.data,
        jobsOf(call).filter((other) => other !== job),
      ),
  };
}

/** @throws {ApiError} NOT_FOUND (documented for query jobs) */
export function jobOfPath(jobs: BulkJobs, call: RestCall, kind: BulkJob['kind']): BulkJob {
  const id = toRecordId(pathParameter(call, 'job'));
  const job = jobs.all(call, kind).find((each) => each.id === id);
  if (job === undefined) throw resourceNotFound();
  return job;
}

/** @throws {ApiError} INVALIDJOBSTATE */
export function requireState(job: BulkJob, ...states: readonly JobState[]): void {
  if (states.includes(job.state)) return;
  throw jobRefusal('INVALIDJOBSTATE', `Job is in state ${job.state}; not allowed in this state`);
}

/** What a job says of itself; how far it has come, where it is asked for (documented). */
export function jobInfo(job: BulkJob, { progress = false } = {}) {
  const count = (name: string) => Math.max(0, (job.results[name]?.length ?? 0) - 1);
  const failed = count('failedResults');
  const isIngest = job.kind === 'ingest';
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: job.createdDate,
    systemModstamp: job.systemModstamp,
    state: job.state,
    ...(job.externalIdFieldName !== undefined && { externalIdFieldName: job.externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    ...(progress && { jobType: isIngest ? 'V2Ingest' : 'V2Query' }),
    ...(isIngest && {
      contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches`,
    }),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
    ...(progress && {
      numberRecordsProcessed: isIngest ? count('successfulResults') + failed : count('results'),
      ...(isIngest && { numberRecordsFailed: failed }),
      retries: 0,
      totalProcessingTime: 0,
      ...(isIngest && { apiActiveProcessingTime: 0, apexProcessingTime: 0 }),
    }),
    ...(job.errorMessage !== undefined && { errorMessage: job.errorMessage }),
  };
}
