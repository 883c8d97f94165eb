import { Problem, type ProblemCode } from '../problem.ts';
import { limitReached, secondsUntilProbe } from './api-usage.ts';
import { CircuitOpen } from './circuits.ts';
import { PartRefused } from './composite.ts';
import { explainSaveRefusal, isSaveRefusal } from './save-refusal.ts';
import { UpstreamFailure } from './transport.ts';

/** Salesforce's REST error codes that mean something to a browser; the others are our own mistakes. */
const meanings: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  NOT_FOUND: ['not_found', 'There is no such record.'],
  // An id that is well-formed, but of no record that there could be.
  INVALID_QUERY_FILTER_OPERATOR: ['not_found', 'There is no such record.'],
  ENTITY_IS_DELETED: ['not_found', 'There is no such record.'],
  // Salesforce answers the same for what does not exist and for what this user may not see.
  INVALID_TYPE: ['forbidden', 'Your Salesforce user may not read this.'],
  INVALID_FIELD: ['forbidden', 'Your Salesforce user may not read this.'],
  INSUFFICIENT_ACCESS: ['forbidden', 'Your Salesforce user may not read this.'],
  API_DISABLED_FOR_ORG: ['forbidden', 'Your Salesforce user may not use the API.'],
  // Enforced on this user, and no certificate was shown, or none that the org knows.
  MUTUAL_AUTHENTICATION_FAILED: ['forbidden', 'Your Salesforce user may not use the API.'],
  API_CURRENTLY_DISABLED: ['forbidden', 'Your Salesforce user may not use the API.'],
  QUERY_TIMEOUT: ['salesforce_unavailable', 'Salesforce took too long. Please try again.'],
  INSUFFICIENT_ACCESS_OR_READONLY: ['forbidden', 'Your Salesforce user may not do this.'],
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: [
    'forbidden',
    'Your Salesforce user may not do this.',
  ],
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: ['forbidden', 'Your Salesforce user may not do this.'],
  INVALID_FIELD_FOR_INSERT_UPDATE: ['forbidden', 'Your Salesforce user may not do this.'],
  STORAGE_LIMIT_EXCEEDED: [
    'salesforce_limit',
    'Salesforce has no room for this. Please tell the shop.',
  ],
  DUPLICATE_VALUE: ['conflict', 'There is one already.'],
  ENTITY_IS_LOCKED: ['conflict', 'This can no longer be changed.'],
  UNABLE_TO_LOCK_ROW: ['conflict', 'Somebody else is changing this. Please try again.'],
};

const unavailable = 'Salesforce cannot be reached at the moment. Please try again.';

/** The token is no longer good: the caller renews it once. */
export const isSessionInvalid = (error: unknown): boolean =>
  /^(INVALID_SESSION_ID|ERROR_HTTP_401)$/.test(errorCodeOf(error));

/** A token that is good, but not for this: renewing it would never help. */
export const isNotForRest = (error: unknown): boolean =>
  isSessionInvalid(error) && error instanceof Error && error.message.includes('not valid for use');

/** What jsforce or our transport threw, as the problem that a browser may see. Upstream text stays in `cause`. */
export function translateError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = errorCodeOf(error);
  if (error instanceof UpstreamFailure) {
    const headers = error instanceof CircuitOpen ? { 'Retry-After': String(error.seconds) } : {};
    return new Problem('salesforce_unavailable', unavailable, { headers, cause: error });
  }
  if (isNotForRest(error)) {
    return new Problem('forbidden', 'Your Salesforce user may not use the API.', { cause: error });
  }
  // Refused again although it has just been renewed: neither another renewal nor a sign-in would help.
  if (isSessionInvalid(error)) {
    return new Problem('salesforce_unavailable', unavailable, { cause: error });
  }
  if (error instanceof PartRefused && isSaveRefusal(error)) return explainSaveRefusal(error);
  if (code === 'REQUEST_LIMIT_EXCEEDED') {
    // Too many calls at once have the same code, and are fewer in a moment.
    const isPassing = error instanceof Error && error.message.startsWith('Concurrent');
    return limitReached(isPassing ? 5 : secondsUntilProbe, error);
  }
  // Salesforce's word, and so not looked up among what every object inherits.
  const [meaning, detail] = (Object.hasOwn(meanings, code) && meanings[code]) || [
    'internal',
    'Something went wrong on our side.',
  ];
  return new Problem(meaning, detail, { cause: error });
}

/** Salesforce's own code, as jsforce hands it on. */
export function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'errorCode' in error && typeof error.errorCode === 'string'
    ? error.errorCode
    : '';
}
