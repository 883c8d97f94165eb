import { Problem } from '../problem.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';

/** Salesforce's endpoints for tokens have not answered for a while, and were not asked. */
export class TokensNotAsked extends OAuthFailure {
  /** When it may be worth another try. */
  readonly seconds: number;

  constructor(seconds: number) {
    super('not_sent', 'circuit_open', '', undefined);
    this.seconds = seconds;
  }
}

export const signInAgain = (): Problem => new Problem('session_expired', 'Please sign in again.');

/** A grant is not renewed now; it may be later. */
export const notRenewed = (cause: unknown): Problem =>
  new Problem('salesforce_unavailable', 'Salesforce cannot be reached at the moment.', {
    cause,
    headers: cause instanceof TokensNotAsked ? { 'Retry-After': String(cause.seconds) } : {},
  });
