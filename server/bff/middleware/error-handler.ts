import type { ErrorRequestHandler } from 'express';
import { sendProblem } from '../api/respond.ts';
import type { Logger } from '../logger.ts';
import { asProblem } from './as-problem.ts';
import { describeError } from './describe-error.ts';
import { hasBody } from './json-body.ts';

/**
 * Every error ends here: as problem details for the browser, and with its cause in the log under the
 * same request id.
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
