import { dateTimeText } from '../../data/date-text.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { identifies } from '../../data/writes/references.ts';
import { objectIn } from '../request-body.ts';
import { pathParameter, type RestAnswer, type RestCall, type RestHandler } from '../rest-call.ts';
import { resourceNotFound } from '../versions.ts';
import {
  type BulkJob,
  type BulkJobs,
  delimiters,
  jobInfo,
  jobOfPath,
  jobRefusal,
  lineEndings,
  requireState,
} from './bulk-jobs.ts';
import { writeCsv } from './csv.ts';
import { ingestFile, saveOf } from './ingest-file.ts';

function objectFor({ viewer }: RestCall, name: unknown): ObjectSchema {
  const object = typeof name === 'string' ? viewer.object(name) : undefined;
  if (object === undefined) {
    throw jobRefusal('INVALIDENTITY', `Unable to find object: ${String(name)}`);
  }
  return object;
}

/** @throws {ApiError} INVALIDJOB for an operation, or a key, that is none */
function saveFor(call: RestCall, object: ObjectSchema, operation: string, keyName: unknown) {
  const key = typeof keyName === 'string' ? call.viewer.field(object, keyName) : undefined;
  const isKey = key !== undefined && identifies(key);
  const save = saveOf(call, object, operation, isKey ? key : undefined);
  if (save !== undefined) return save;
  throw operation === 'upsert'
    ? jobRefusal('INVALIDJOB', `External ID was blank, or is none of ${object.name}'s`)
    : jobRefusal('INVALIDJOB', `operation is not supported: ${operation}`);
}

/** `POST /jobs/ingest` (documented) */
export function createIngestJob(jobs: BulkJobs): RestHandler {
  return (call) => {
    const {
      object: name,
      operation,
      contentType = 'CSV',
      externalIdFieldName,
    } = objectIn(call.body);
    const object = objectFor(call, name);
    if (contentType !== 'CSV') {
      throw jobRefusal('INVALIDJOB', `contentType is not supported: ${String(contentType)}`);
    }
    saveFor(call, object, String(operation), externalIdFieldName);
    const job = jobs.create(call, {
      ...{ kind: 'ingest', object: object.name, operation: String(operation), state: 'Open' },
      ...(typeof externalIdFieldName === 'string' && { externalIdFieldName }),
    });
    return { status: 200, body: jobInfo(job) };
  };
}

/** `PUT /jobs/ingest/<job>/batches`: the file, once (documented). */
export function uploadFile(jobs: BulkJobs): RestHandler {
  return (call) => {
    const job = jobOfPath(jobs, call, 'ingest');
    requireState(job, 'Open');
    if (job.upload !== undefined) {
      throw jobRefusal('INVALIDJOBSTATE', 'The data of this job has been uploaded already');
    }
    job.upload = call.body.text;
    return { status: 201 };
  };
}

function complete(call: RestCall, job: BulkJob): RestAnswer {
  requireState(job, 'Open');
  const object = objectFor(call, job.object);
  const save = saveFor(call, object, job.operation, job.externalIdFieldName);
  const answer = { status: 200, body: jobInfo({ ...job, state: 'UploadComplete' }) };
  ingestFile(call, job, object, save);
  job.systemModstamp = dateTimeText(call.data.now());
  return answer;
}

/** `PATCH /jobs/ingest/<job>`: begins the work, or gives the job up (documented). */
export function changeIngestJob(jobs: BulkJobs): RestHandler {
  return (call) => {
    const job = jobOfPath(jobs, call, 'ingest');
    const { state } = objectIn(call.body);
    if (state === 'UploadComplete') return complete(call, job);
    if (state !== 'Aborted') {
      throw jobRefusal('INVALIDJOBSTATE', `state is not supported: ${String(state)}`);
    }
    requireState(job, 'Open');
    job.state = 'Aborted';
    return { status: 200, body: jobInfo(job) };
  };
}

/** `GET /jobs/ingest/<job>` (documented) */
export function ingestJobResource(jobs: BulkJobs): RestHandler {
  return (call) => ({
    status: 200,
    body: jobInfo(jobOfPath(jobs, call, 'ingest'), { progress: true }),
  });
}

/** `GET /jobs/ingest/<job>/successfulResults`, `failedResults`, `unprocessedrecords` (documented) */
export function ingestResultsResource(jobs: BulkJobs): RestHandler {
  return (call) => {
    const job = jobOfPath(jobs, call, 'ingest');
    const kind = pathParameter(call, 'results');
    if (!['successfulResults', 'failedResults', 'unprocessedrecords'].includes(kind)) {
      throw resourceNotFound();
    }
    requireState(job, 'JobComplete', 'Failed', 'Aborted');
    const layout = {
      delimiter: delimiters[job.columnDelimiter],
      lineEnding: lineEndings[job.lineEnding],
    };
    return { status: 200, csv: writeCsv(job.results[kind] ?? [], layout) };
  };
}

/** `GET /jobs/ingest`, `GET /jobs/query`: one's jobs (documented). */
export function listJobs(jobs: BulkJobs, kind: BulkJob['kind']): RestHandler {
  return (call) => {
    const records = jobs.all(call, kind).map((job) => jobInfo(job));
    return { status: 200, body: { done: true, records, nextRecordsUrl: null } };
  };
}

/** `DELETE /jobs/ingest/<job>`, `DELETE /jobs/query/<job>` (documented, with the states) */
export function deleteJob(jobs: BulkJobs, kind: BulkJob['kind']): RestHandler {
  return (call) => {
    const job = jobOfPath(jobs, call, kind);
    requireState(job, 'UploadComplete', 'JobComplete', 'Failed', 'Aborted');
    jobs.remove(call, job);
    return { status: 204 };
  };
}
