import { apiErrorsOf } from '../data/api-error.ts';
import type { RestAnswer } from './rest-call.ts';
import { resourceNotFound } from './versions.ts';

/** An error as REST answers it: a list, of one nearly always (seen). */
export function answerError(thrown: unknown): RestAnswer {
  // A path that is not well encoded names nothing.
  const errors = apiErrorsOf(thrown instanceof URIError ? resourceNotFound() : thrown);
  if (errors === undefined) throw thrown;
  const [{ status }] = errors;
  const body = errors.map(({ message, errorCode, fields }) => ({
    message,
    errorCode,
    ...(fields !== undefined && { fields }),
  }));
  return { status, body };
}
