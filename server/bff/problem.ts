import { validateHeaderName, validateHeaderValue } from 'node:http';

/** Every code that may leave the server, with its status and title. Components and tests rely on the codes: they never change. */
const kinds = {
  not_signed_in: [401, 'Not signed in'],
  session_expired: [401, 'Session expired'],
  forbidden: [403, 'Forbidden'],
  csrf_rejected: [403, 'Request refused'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  conflict: [409, 'Conflict'],
  too_large: [413, 'Too large'],
  invalid_input: [422, 'Invalid input'],
  rate_limited: [429, 'Too many requests'],
  internal: [500, 'Internal error'],
  salesforce_unavailable: [503, 'Salesforce is unavailable'],
  salesforce_limit: [503, 'Salesforce limit reached'],
  store_unavailable: [503, 'Session store is unavailable'],
  replica_unavailable: [503, 'Replicated data is unavailable'],
  not_configured: [503, 'Not configured'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof kinds;

/** One wrong input: which (a JSON path with dots) and what is wrong with it. */
export interface InputError {
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  readonly errors?: readonly InputError[] | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * The one error a route, a source or a middleware throws on purpose.
 *
 * What the browser may read (`code`, `detail`, `errors`) is kept apart from what only the log may
 * (`cause`), so that no upstream message leaves by accident.
 *
 * @param code stable, decides status and title
 * @param detail one sentence a person can act on; never quotes upstream text or a secret
 * @param options `errors` for bad input, `headers` for the answer, `cause` for the log
 * @throws {TypeError} when one of the headers could not be sent
 * @see https://www.rfc-editor.org/rfc/rfc9457
 * @example throw new Problem('not_found', 'There is no such order.');
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly InputError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    [this.status, this.title] = kinds[code];
    this.detail = detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    for (const [header, value] of Object.entries(this.headers)) {
      validateHeaderName(header);
      validateHeaderValue(header, value);
    }
  }
}
