import { type ApiError, apiErrorsOf } from '../../data/api-error.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { isJsonObject, type JsonObject } from '../../data/writes/read-record.ts';
import { refusal } from '../../data/writes/refusal.ts';
import { createRecord } from '../../data/writes/save-record.ts';
import { objectIn } from '../request-body.ts';
import type { RestAnswer, RestCall } from '../rest-call.ts';
import { writeContext } from '../row-writes.ts';
import { objectOfPath } from '../sobject-path.ts';
import { malformedBody, objectsIn, requireAtMost200, typeOf } from './collection-body.ts';
import { toSaveError } from './save-results.ts';

interface Created {
  readonly referenceId: string;
  readonly id: string;
}

/** Thrown to take everything back; never leaves this file. */
class TreeRefused extends Error {
  readonly referenceId: string;
  readonly errors: readonly ApiError[];

  constructor(referenceId: string, errors: readonly ApiError[]) {
    super(`the record ${referenceId} was refused`);
    this.referenceId = referenceId;
    this.errors = errors;
  }
}

/** Documented. */
const deepest = 5;

function referenceIdOf({ attributes }: JsonObject): string {
  const referenceId = isJsonObject(attributes) ? attributes.referenceId : undefined;
  if (typeof referenceId !== 'string') throw malformedBody('A record has no referenceId');
  return referenceId;
}

function isBranch(value: unknown): value is JsonObject {
  return isJsonObject(value) && Array.isArray(value.records);
}

/** All the records of a tree. */
function everyRecord(records: readonly JsonObject[]): JsonObject[] {
  return records.flatMap((record) => {
    const branches = Object.values(record).filter(isBranch);
    return [record, ...branches.flatMap((branch) => everyRecord(objectsIn(branch, 'records')))];
  });
}

/** @throws {TreeRefused} (seen) */
function requireDifferent(referenceIds: readonly string[]): void {
  const repeated = referenceIds.find((id, index) => referenceIds.indexOf(id) < index);
  if (repeated === undefined) return;
  const message = 'Duplicate ReferenceId provided in the request.';
  throw new TreeRefused(repeated, [refusal('INVALID_INPUT', message)]);
}

/** @throws {ApiError} INVALID_INPUT (seen, of an object for which there are no trees) */
function requireType(record: JsonObject, { name }: ObjectSchema): void {
  const type = typeOf(record);
  if (type.toLowerCase() !== name.toLowerCase()) {
    const message = `Invalid entity type provided in the request: ${type}`;
    throw refusal('INVALID_INPUT', message);
  }
}

/** Makes a record and those below it; the lookup that ties them together is the relationship's. */
function plant(
  call: RestCall,
  object: ObjectSchema,
  record: JsonObject,
  ties: JsonObject,
  depth: number,
): Created[] {
  const referenceId = referenceIdOf(record);
  try {
    if (depth > deepest) throw malformedBody(`A tree has at most ${String(deepest)} levels`);
    requireType(record, object);
    const entries = Object.entries(record);
    const own = entries.filter(([, value]) => !isBranch(value));
    const body = { ...Object.fromEntries(own), ...ties };
    const { Id: id } = createRecord(writeContext(call), object, body);
    const below = entries.flatMap(([name, value]) => {
      if (!isBranch(value)) return [];
      const children = call.viewer.children(object, name);
      if (children === undefined) {
        // Guessed.
        throw refusal('INVALID_FIELD', `No such relationship '${name}' on ${object.name}`);
      }
      const tie = { [children.relationship.field.name]: id };
      return objectsIn(value, 'records').flatMap((child) =>
        plant(call, children.object, child, tie, depth + 1),
      );
    });
    return [{ referenceId, id }, ...below];
  } catch (error) {
    const errors = apiErrorsOf(error);
    throw errors === undefined ? error : new TreeRefused(referenceId, errors);
  }
}

/**
 * `POST /composite/tree/<object>`: records with their children, all or none of them (documented,
 * with its answers: of a refused tree only what was wrong).
 */
export function treeResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const records = objectsIn(objectIn(call.body), 'records');
  const all = everyRecord(records);
  requireAtMost200(all.length);
  try {
    requireDifferent(all.map(referenceIdOf));
    const results = call.data.journal.attempt(() =>
      records.flatMap((record) => plant(call, object, record, {}, 1)),
    );
    return { status: 201, body: { hasErrors: false, results } };
  } catch (error) {
    if (!(error instanceof TreeRefused)) throw error;
    const { referenceId, errors } = error;
    const results = [{ referenceId, errors: errors.map(toSaveError) }];
    return { status: 400, body: { hasErrors: true, results } };
  }
}
