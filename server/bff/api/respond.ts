import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers with JSON that belongs to one user: kept by no cache, and without an ETag, which would let a
 * shared cache answer for us.
 */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', body);
}

/**
 * Answers with JSON that is the same for everybody: caches may keep it, and ask by its ETag whether it
 * still holds.
 *
 * Not by Express's `send`, which answers in full whoever says `no-cache`, as every `fetch` with an
 * `If-None-Match` of its own does.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function sendPublicJson(
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
): void {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  response.setHeader('Cache-Control', 'public, no-cache');
  response.setHeader('ETag', etag);
  if (request.headers['if-none-match']?.includes(etag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  sendText(response, 200, 'application/json; charset=utf-8', text);
}

/** @see https://www.rfc-editor.org/rfc/rfc9457#section-3 */
export function sendProblem(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/problem+json; charset=utf-8', body);
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.setHeader('Cache-Control', 'no-store');
  sendText(response, status, type, JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  const bytes = Buffer.from(text);
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}
