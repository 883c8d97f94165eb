import express, { type Request, type RequestHandler, type Response } from 'express';
import { Problem } from '../problem.ts';

/** A body of another type would be passed over, and what it asks for with it. */
const onlyJson: RequestHandler = (request, _response, next) => {
  const { 'content-length': length, 'content-type': type } = request.headers;
  if (type !== undefined && length !== '0' && request.is('application/json') === false) {
    throw new Problem('invalid_input', 'The body must be application/json.');
  }
  next();
};

/**
 * Reads a JSON body: one that is named so, or names no type, in which case it may be empty.
 *
 * @param limit as Express's body parser takes it, `4kb`
 * @throws {Problem} `invalid_input`; the parser's own errors become `too_large` and `invalid_input`
 */
export const jsonBody = (limit: string): readonly [RequestHandler, RequestHandler] => [
  onlyJson,
  express.json({ limit, strict: true, type: () => true }),
];

/** The same for a handler that reads a body when it wants it. */
export function createReadJsonBody(limit: string) {
  const reader = express.Router().use(...jsonBody(limit));
  return function readJsonBody(request: Request, response: Response): Promise<unknown> {
    return new Promise((resolve, reject) => {
      reader(request, response, (error: unknown) =>
        error === undefined ? resolve(request.body ?? {}) : reject(error),
      );
    });
  };
}
