import type { Viewer } from '../access/viewer.ts';
import { type ApiError, ApiErrors } from '../api-error.ts';
import { dateTimeText } from '../date-text.ts';
import { modifiedBy } from '../modified-by.ts';
import type { OrgData } from '../org-data.ts';
import { tableOf } from '../org-tables.ts';
import type { OrgRecord, RecordTable } from '../record-table.ts';
import { type RecordChange, rulesOf } from '../rules/record-rules.ts';
import { checkValidationRules } from '../rules/validation-rules.ts';
import type { ObjectSchema } from '../schema/object-schema.ts';
import { checkUnique } from './check-unique.ts';
import { checkRequired, checkValues } from './check-values.ts';
import type { PlaceOf } from './json-place.ts';
import { type JsonObject, readRecord, type Values } from './read-record.ts';
import { checkReferences } from './references.ts';
import { refusal } from './refusal.ts';

/** Who writes, where, and where the text of the request says what. */
export interface WriteContext {
  readonly data: OrgData;
  readonly viewer: Viewer;
  readonly placeOf: PlaceOf;
}

/** Seen for inserts, with the object's label; guessed for updates. */
function entityCannotBe(what: 'inserted' | 'updated', { label }: ObjectSchema): ApiError {
  const message = `entity type cannot be ${what}: ${label}`;
  return refusal('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message);
}

function throwAny([first, ...others]: readonly ApiError[]): void {
  if (first !== undefined) throw new ApiErrors([first, ...others]);
}

/** Numbers go on from the highest; their width is that of the others. */
function nextAutoNumber(table: RecordTable, name: string): string {
  let last = '00000000';
  for (const { [name]: number } of table.rows()) {
    if (typeof number === 'string' && number > last) last = number;
  }
  return String(Number(last) + 1).padStart(last.length, '0');
}

/** What a new record holds before anybody has filled it. */
function initialValues(table: RecordTable, userId: string): Values {
  const values: Values = {};
  for (const field of table.schema.fields) {
    if (field.type === 'id') continue;
    values[field.name] = field.autoNumber
      ? nextAutoNumber(table, field.name)
      : (field.defaultValue ?? (field.type === 'boolean' ? false : null));
  }
  if ('OwnerId' in values) values.OwnerId = userId;
  return values;
}

/** What is asked of a record as a whole, once its values are right by themselves. */
function applyRules(object: ObjectSchema, change: RecordChange): void {
  rulesOf(object.name).beforeSave?.(change);
  throwAny(checkValidationRules(object.name, change));
}

/** The values that a body gives, each by itself as it should be. */
function readChecked(
  { viewer, placeOf }: WriteContext,
  object: ObjectSchema,
  body: JsonObject,
  operation: 'create' | 'update',
): Values {
  const given = readRecord(viewer, object, body, operation, placeOf);
  throwAny([
    ...checkValues(object, given),
    ...checkRequired(object, given, operation),
    ...checkReferences(viewer, object, given),
  ]);
  return given;
}

/**
 * Makes a record of a JSON body, with the rights of the user.
 * @throws {ApiError | ApiErrors} all that Salesforce would refuse it for; then nothing has changed
 */
export function createRecord(
  context: WriteContext,
  object: ObjectSchema,
  body: JsonObject,
): OrgRecord {
  const { data, viewer } = context;
  if (!viewer.permission(object).create) throw entityCannotBe('inserted', object);
  const table = tableOf(data.tables, object.name);
  const given = readChecked(context, object, body, 'create');
  const { user } = viewer;
  const at = dateTimeText(data.now());
  const next: Values = { ...initialValues(table, user.id), ...withoutNulls(given) };
  Object.assign(next, { CreatedDate: at, CreatedById: user.id, ...modifiedBy(user.id, at) });
  applyRules(object, { data, user, at, before: undefined, next });
  checkUnique(viewer, table, next, undefined);
  return data.journal.attempt(() => {
    const record = table.insert(next);
    rulesOf(object.name).afterSave?.({ data, user, at, record });
    return record;
  });
}

/** Null in a new record is what its default is there for. */
function withoutNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/**
 * Changes a record as a JSON body says, with the rights of the user.
 * @throws {ApiError | ApiErrors} all that Salesforce would refuse it for; then nothing has changed
 */
export function updateRecord(
  context: WriteContext,
  object: ObjectSchema,
  record: OrgRecord,
  body: JsonObject,
): void {
  const { data, viewer } = context;
  if (!viewer.permission(object).update) throw entityCannotBe('updated', object);
  const given = readChecked(context, object, body, 'update');
  const { user } = viewer;
  const at = dateTimeText(data.now());
  const table = tableOf(data.tables, object.name);
  const next = { ...record, ...given, ...modifiedBy(user.id, at) };
  applyRules(object, { data, user, at, before: record, next });
  checkUnique(viewer, table, given, record.Id);
  data.journal.attempt(() => {
    table.update(record, next);
    rulesOf(object.name).afterSave?.({ data, user, at, record });
  });
}
