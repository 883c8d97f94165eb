import { type ApiError, apiErrorsOf } from '../../data/api-error.ts';
import { toRecordId } from '../../data/record-id.ts';
import type { FieldSchema } from '../../data/schema/field-schema.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { deleteRecord } from '../../data/writes/delete-record.ts';
import type { JsonObject } from '../../data/writes/read-record.ts';
import { isReadable } from '../../data/writes/read-value.ts';
import { refusal } from '../../data/writes/refusal.ts';
import { createRecord, updateRecord } from '../../data/writes/save-record.ts';
import { writeTarget } from '../../data/writes/write-target.ts';
import { keyIn, withoutKey } from '../composite/collection-body.ts';
import { upsertOne } from '../composite/upsert-one.ts';
import type { RestCall } from '../rest-call.ts';
import { writeContext } from '../row-writes.ts';
import { type BulkJob, delimiters } from './bulk-jobs.ts';
import { type CsvRows, parseCsv } from './csv.ts';

type Row = readonly string[];

/** What each row's record becomes: its id, and whether it is new. */
type Save = (record: JsonObject) => { readonly id: string; readonly created: boolean };

/** How the operations of a job save a record (documented). */
export function saveOf(
  call: RestCall,
  object: ObjectSchema,
  operation: string,
  key: FieldSchema | undefined,
): Save | undefined {
  const target = (record: JsonObject) => writeTarget(call.viewer, object, keyIn(record, 'Id'));
  switch (operation) {
    case 'insert':
      return (record) => ({
        id: createRecord(writeContext(call), object, record).Id,
        created: true,
      });
    case 'update':
      return (record) => {
        const found = target(record);
        updateRecord(writeContext(call), object, found, withoutKey(record, 'Id'));
        return { id: found.Id, created: false };
      };
    case 'upsert':
      return key && ((record) => upsertOne(call, object, key, record));
    case 'delete':
      return (record) => {
        const found = target(record);
        deleteRecord(writeContext(call), object, found);
        return { id: found.Id, created: false };
      };
    default:
      return undefined;
  }
}

/** Seen, with and without fields. */
function errorText({ errorCode, message, fields = [] }: ApiError): string {
  const named = fields.length === 0 ? '' : `${fields.join(',')} `;
  return `${errorCode}:${message}:${named}--`;
}

/** An empty cell says nothing, `#N/A` empties the field; `Account.Key__c` names a parent (documented). */
function recordOf({ viewer }: RestCall, object: ObjectSchema, heading: Row, row: Row): JsonObject {
  const record: Record<string, unknown> = {};
  for (const [index, column] of heading.entries()) {
    const text = row[index] ?? '';
    if (text === '') continue;
    const [name = '', key] = column.split('.');
    if (text === '#N/A') record[viewer.parent(object, name)?.field.name ?? name] = null;
    else record[name] = key === undefined ? text : { [key]: text };
  }
  return record;
}

/**
 * A cell is a text whatever its field is, so that there is nothing to say of JSON.
 * @throws {ApiError} INVALID_TYPE_ON_FIELD_IN_RECORD (seen)
 */
function requireTypes({ viewer }: RestCall, object: ObjectSchema, record: JsonObject): void {
  for (const [name, value] of Object.entries(record)) {
    const field = viewer.field(object, name);
    if (field === undefined || isReadable(field, value)) continue;
    const message = `${field.label}: value not of required type: ${String(value)}`;
    throw refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', message, [field.name]);
  }
}

function unknownColumn(
  { viewer }: RestCall,
  object: ObjectSchema,
  heading: Row,
): string | undefined {
  return heading.find((name) => {
    const [first = '', key] = name.split('.');
    if (key === undefined) return viewer.field(object, first) === undefined;
    const parent = viewer.parent(object, first);
    return parent === undefined || viewer.field(parent.object, key) === undefined;
  });
}

/** Ends the job without having touched a record: the rows are left as they were. */
function fail(job: BulkJob, heading: Row, rows: CsvRows, errorMessage: string): void {
  job.state = 'Failed';
  job.errorMessage = errorMessage;
  job.results = {
    successfulResults: [['sf__Id', 'sf__Created', ...heading]],
    failedResults: [['sf__Id', 'sf__Error', ...heading]],
    unprocessedrecords: [heading, ...rows],
  };
}

/**
 * Does what a job says with its file, row by row; each stands for itself (documented). Salesforce
 * takes its time, the org does it at once.
 */
export function ingestFile(call: RestCall, job: BulkJob, object: ObjectSchema, save: Save): void {
  const text = job.upload ?? '';
  let parsed: CsvRows;
  try {
    parsed = parseCsv(text, delimiters[job.columnDelimiter]);
  } catch {
    // Guessed.
    fail(job, [], [], 'ClientInputError : Error parsing CSV');
    return;
  }
  const [heading = [], ...rows] = parsed;
  const endsInCr = /^[^\n]*\r\n/.test(text);
  const endsInLf = /^[^\r\n]*\n/.test(text);
  if (job.lineEnding === 'LF' ? endsInCr : endsInLf) {
    const message = `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${job.lineEnding}`;
    fail(job, heading, rows, message);
    return;
  }
  const unknown = unknownColumn(call, object, heading);
  if (unknown !== undefined) {
    // Seen.
    fail(job, heading, rows, `InvalidBatch : Field name not found : ${unknown}`);
    return;
  }
  const successful: Row[] = [['sf__Id', 'sf__Created', ...heading]];
  const failed: Row[] = [['sf__Id', 'sf__Error', ...heading]];
  for (const row of rows) {
    const record = recordOf(call, object, heading, row);
    try {
      requireTypes(call, object, record);
      const { id, created } = save(record);
      successful.push([id, String(created), ...row]);
    } catch (error) {
      const errors = apiErrorsOf(error);
      if (errors === undefined) throw error;
      failed.push([toRecordId(keyIn(record, 'Id')) ?? '', errors.map(errorText).join(';'), ...row]);
    }
  }
  job.state = 'JobComplete';
  job.results = {
    successfulResults: successful,
    failedResults: failed,
    unprocessedrecords: [heading],
  };
}
