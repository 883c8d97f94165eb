import type { RequestError } from './requestError.ts';

/**
 * Whether a query was answered that there is nothing by that id: a malformed one names nothing, either.
 *
 * @example
 * get isNotFound(): boolean {
 *   return isNoSuch(this.order?.error);
 * }
 */
export const isNoSuch = (error: RequestError | undefined): boolean =>
  error?.body.errorCode === 'not_found' || error?.body.errorCode === 'invalid_input';
