/** One wrong parameter: which, and what is wrong with it. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface RequestErrorBody {
  /** One sentence a person can act on. */
  readonly message: string;
  /** The server's stable code, or `network_error`, `timeout`, `unexpected_answer` where no problem details came. */
  readonly errorCode: string;
  /** What to quote to whoever reads the server's log. */
  readonly requestId?: string;
  readonly errors?: readonly FieldError[];
}

/**
 * Why a call failed, in the shape that components know from Lightning Data Service and Apex, so that
 * the `reduceErrors` which developers carry from project to project reads it.
 *
 * @see https://developer.salesforce.com/docs/platform/lwc/guide/data-error.html
 */
export class RequestError extends Error {
  readonly ok = false;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly statusText: string;
  readonly body: RequestErrorBody;

  constructor(status: number, statusText: string, body: RequestErrorBody, cause?: unknown) {
    super(body.message, { cause });
    this.name = 'RequestError';
    this.status = status;
    this.statusText = statusText;
    this.body = Object.freeze(body);
    Object.freeze(this);
  }
}
