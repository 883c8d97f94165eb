import type { ServerResponse } from 'node:http';

/**
 * Answers with JSON that belongs to one user: kept by no cache, and without an ETag, which would let a
 * shared cache answer for us.
 */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', body);
}

/** @see https://www.rfc-editor.org/rfc/rfc9457#section-3 */
export function sendProblem(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/problem+json; charset=utf-8', body);
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', bytes.length);
  response.setHeader('Cache-Control', 'no-store');
  response.end(bytes);
}
