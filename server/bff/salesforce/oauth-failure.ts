import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

/**
 * What is known of a call to a token endpoint that gave no tokens.
 * - `refused`: a complete answer came, and it was no.
 * - `not_sent`: nothing was written, so nothing has happened.
 * - `unknown`: the request was written and no complete answer was read: it may or may not have happened.
 */
export type OAuthOutcome = 'refused' | 'not_sent' | 'unknown';

/** A failed OAuth call in this system's words. `error` and `description` are Salesforce's: for the log, never for the browser. */
export class OAuthFailure extends Error {
  readonly outcome: OAuthOutcome;
  readonly error: string;
  readonly description: string;

  constructor(outcome: OAuthOutcome, error: string, description: string, cause: unknown) {
    super(`${outcome}: ${quotable(error)}`, { cause });
    this.name = 'OAuthFailure';
    this.outcome = outcome;
    this.error = quotable(error);
    this.description = quotable(description);
  }
}

/** What another server wrote, shortened, and without anything that could be a token or forge a line of the log. */
const quotable = (text: string): string =>
  /^OAUTH_[A-Z_]+$/.test(text)
    ? text
    : text
        .replace(/[^\x20-\x7e]/g, ' ')
        .replace(/\S{30,}/g, '…')
        .slice(0, 200);

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The library says "refused" in several ways, all of which mean that a whole answer was read. */
const completeAnswers = new Set(['OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** Reads openid-client's errors, which differ by how far a call got. */
export function oauthFailure(error: unknown): OAuthFailure {
  if (error instanceof OAuthFailure) return error;
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return new OAuthFailure('refused', error.error, error.error_description ?? '', error);
  }
  // RFC 6749 section 5.2: whoever is refused over HTTP Basic is told so in this header too.
  if (error instanceof WWWAuthenticateChallengeError) {
    const [challenge] = error.cause;
    const { error: said, error_description: why } = challenge?.parameters ?? {};
    return new OAuthFailure('refused', said ?? 'invalid_client', why ?? '', error);
  }
  const code = codeOf(error);
  if (error instanceof ClientError) {
    const description = error.cause instanceof Response ? `HTTP ${error.cause.status}` : '';
    const outcome = completeAnswers.has(code) ? 'refused' : 'unknown';
    return new OAuthFailure(outcome, code, description, error);
  }
  return new OAuthFailure(neverSent.has(code) ? 'not_sent' : 'unknown', code, '', error);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
