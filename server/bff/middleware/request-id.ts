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

/** What Heroku's router and other proxies send; anything else could forge log lines. */
const wellFormed = /^[\w.-]{8,128}$/;

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
