import { ApiError } from '../api-error.ts';

/** A write that Salesforce's database refuses: unlike other errors it always lists fields (seen). */
export function refusal(
  errorCode: string,
  message: string,
  fields: readonly string[] = [],
  status = 400,
): ApiError {
  return new ApiError(status, errorCode, message, fields);
}

/** Ids in messages have 15 characters (seen). */
export function shortId(id: string): string {
  return id.slice(0, 15);
}

/** Seen, for what is deleted already and for what a lookup names. */
export function entityIsDeleted(status = 404): ApiError {
  return refusal('ENTITY_IS_DELETED', 'entity is deleted', [], status);
}

/** Seen. */
export function invalidCrossReference(status = 400): ApiError {
  return refusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [], status);
}

/** Seen: a record of another's, named by a lookup or to be changed; the status is not confirmed. */
export function noAccessTo(id: string): ApiError {
  return refusal(
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    `insufficient access rights on cross-reference id: ${shortId(id)}`,
  );
}
