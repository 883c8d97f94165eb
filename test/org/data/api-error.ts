/** An error as Salesforce's REST API answers it: a status, and one entry of its list of errors. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** Several errors of one record at once: a write answers all that is wrong with its values. */
export class ApiErrors extends Error {
  readonly errors: readonly [ApiError, ...ApiError[]];

  constructor(errors: readonly [ApiError, ...ApiError[]]) {
    super(errors.map(({ message }) => message).join('; '));
    this.name = 'ApiErrors';
    this.errors = errors;
  }
}

/** The errors to answer with; `undefined` for a fault of the org's own. */
export function apiErrorsOf(error: unknown): readonly [ApiError, ...ApiError[]] | undefined {
  if (error instanceof ApiErrors) return error.errors;
  return error instanceof ApiError ? [error] : undefined;
}
