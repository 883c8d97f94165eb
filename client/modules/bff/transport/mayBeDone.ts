import type { ProblemCode } from '../../../../server/bff/index.ts';
import type { RequestError } from './requestError.ts';

/** The refusals that come before anything is done, or instead of it. */
const refusals: readonly ProblemCode[] = [
  'not_signed_in',
  'session_expired',
  'forbidden',
  'csrf_rejected',
  'not_found',
  'method_not_allowed',
  'too_large',
  'invalid_input',
  'rate_limited',
  'salesforce_limit',
  'store_unavailable',
  'replica_unavailable',
  'not_configured',
];

/**
 * Whether a command that has failed so may have been done all the same: no answer came, none that is the
 * server's, or one that says that nobody knows. A code that is not known here says nothing, either.
 *
 * @example
 * heading = mayBeDone(error) ? 'We do not know whether it is open' : 'It is not open';
 */
export const mayBeDone = ({ body: { errorCode } }: RequestError): boolean =>
  !refusals.some((refusal) => refusal === errorCode);
