import type { RequestHandler } from 'express';
import type { Logger } from '../logger.ts';

/** One line a request. The path goes in without its query string: a callback's carries a code. */
export function requestLog(
  log: Logger,
  clock: () => number = performance.now.bind(performance),
): RequestHandler {
  return function requestLogMiddleware(request, response, next) {
    const startedAt = clock();
    const path = request.path.slice(0, 200);
    response.once('close', () => {
      log.info({
        event: 'request',
        requestId: request.id,
        method: request.method,
        path,
        status: response.statusCode,
        completed: response.writableFinished,
        ms: Math.round(clock() - startedAt),
      });
    });
    next();
  };
}
