import type { IncomingHttpHeaders } from 'node:http';
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
    if (response.destroyed) {
      // Whoever asked has gone; what was given up for them is no failure.
      log.info({ ...line, abandoned: true });
      return;
    }
    const level = problem.status >= 500 ? 'error' : 'info';
    log[level]({ ...line, ...describeError(problem.cause) });
    if (response.headersSent) {
      // Half an answer is worse than none: the browser must see that it broke off.
      response.destroy();
      return;
    }
    // What is left of a body is not worth reading.
    if (hasBody(request.headers) && !request.complete) response.setHeader('Connection', 'close');
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

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, type } = httpErrorOf(error);
  if (type === 'entity.too.large') {
    return new Problem('too_large', 'The body is too large.');
  }
  // Without its cause: the message of a parser quotes what it could not parse.
  return status >= 400 && status < 500
    ? new Problem('invalid_input', 'The request is not well-formed.')
    : new Problem('internal', 'Something went wrong on our side.', { cause: error });
}

/** What Express and its body parser say of a request that they cannot read. */
function httpErrorOf(error: unknown): { status: number; type?: unknown } {
  if (!(error instanceof Error)) return { status: 500 };
  return {
    status: 'status' in error && typeof error.status === 'number' ? error.status : 500,
    ...('type' in error && { type: error.type }),
  };
}
