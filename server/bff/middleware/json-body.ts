import type { IncomingHttpHeaders } from 'node:http';
import type { Request, RequestHandler } from 'express';
import getRawBody from 'raw-body';
import { Problem } from '../problem.ts';

/**
 * Reads JSON bodies: those that are named so, or name no type, in which case they may be empty.
 *
 * Not by Express's own parser, which reads on to the end of what is too large before it says so.
 *
 * @param limit in bytes
 * @example
 * const readJsonBody = createReadJsonBody(4_096);
 * const input = await readJsonBody(request);
 */
export function createReadJsonBody(limit: number) {
  /** @throws {Problem} `invalid_input`; what is too large, raw-body's own error, becomes `too_large` */
  return async function readJsonBody(request: Request): Promise<unknown> {
    // Some servers have ended such a request before anybody can read it.
    if (!hasBody(request.headers)) return {};
    const { 'content-length': length, 'content-encoding': encoding } = request.headers;
    requireJson(request);
    if (encoding !== undefined && encoding !== 'identity') {
      throw new Problem('invalid_input', 'The body must not be compressed.');
    }
    const text = await getRawBody(request, { limit, length: length ?? null, encoding: 'utf-8' });
    return text === '' ? {} : parsed(text);
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
export const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The same as a step of its own, which leaves the body where Express does. */
export function jsonBody(limit: number): RequestHandler {
  const readJsonBody = createReadJsonBody(limit);
  return async function jsonBodyMiddleware(request, _response, next) {
    request.body = await readJsonBody(request);
    next();
  };
}

/** A body of another type would be passed over, and what it asks for with it. */
function requireJson(request: Request): void {
  if (request.headers['content-type'] !== undefined && !request.is('application/json')) {
    throw new Problem('invalid_input', 'The body must be application/json.');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without its cause: the message quotes what could not be parsed.
    throw new Problem('invalid_input', 'The request is not well-formed.');
  }
}
