import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

declare global {
  namespace Express {
    interface Request {
      /** Names this request in the log and in every problem. */
      id: string;
    }
  }
}

/**
 * What Heroku's router lets through (20 to 200 letters, digits, `+`, `/`, `=` and `-`), and what other
 * proxies make up; anything else could forge log lines.
 */
const wellFormed = /^[\w.+/=-]{8,200}$/;

/**
 * Gives each request an id: the proxy's where it sent a well-formed one, else a new one.
 *
 * @see https://devcenter.heroku.com/articles/http-request-id
 */
export function requestId(): RequestHandler {
  return function requestIdMiddleware(request, response, next) {
    const given = request.headers['x-request-id'];
    request.id = typeof given === 'string' && wellFormed.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', request.id);
    next();
  };
}
