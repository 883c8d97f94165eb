import type { ErrorRequestHandler } from 'express';
import { sendProblem } from '../api/respond.ts';
import type { Logger } from '../logger.ts';
import { Problem } from '../problem.ts';
import { describeError } from './describe-error.ts';

/**
 * Every error ends here: as problem details for the browser, and with its cause in the log under the
 * same request id. What is not a {@link Problem} was not foreseen and says nothing outward.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function errorHandler(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return function errorHandlerMiddleware(error: unknown, request, response, _next) {
    const problem = asProblem(error);
    const line = { event: 'problem', requestId: request.id, code: problem.code };
    if (problem.status >= 500) log.error({ ...line, ...describeError(problem.cause) });
    else log.info(line);
    if (response.headersSent) {
      // Half an answer is worse than none: the browser must see that it broke off.
      response.destroy();
      return;
    }
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
    sendProblem(response, problem.status, {
      type: 'about:blank',
      title: problem.title,
      status: problem.status,
      detail: problem.detail,
      code: problem.code,
      requestId: request.id,
      ...(problem.errors && { errors: problem.errors }),
    });
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  switch (errorTypeOf(error)) {
    case 'entity.parse.failed':
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem('invalid_input', 'The body is not valid JSON.', { cause: error });
    case 'entity.too.large':
      return new Problem('too_large', 'The body is too large.', { cause: error });
    default:
      return new Problem('internal', 'Something went wrong on our side.', { cause: error });
  }
}

/** The names that Express's body parser gives its errors. */
const errorTypeOf = (error: unknown): unknown =>
  error instanceof Error && 'type' in error ? error.type : undefined;
