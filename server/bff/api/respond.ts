import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers with JSON that belongs to one user: kept by no cache, and without an ETag, which would let a
 * shared cache answer for us.
 */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', body);
}

/** JSON that is the same for everybody, and how long it holds. */
export interface PublicJson {
  readonly bytes: Buffer;
  readonly etag: string;
  /** 0 when it is shown although it is older than it should be. */
  readonly freshSeconds: number;
  readonly cacheSeconds: number;
}

export function publicJson(body: unknown): Pick<PublicJson, 'bytes' | 'etag'> {
  const bytes = Buffer.from(JSON.stringify(body));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}

/**
 * Answers with JSON that is the same for everybody: caches may keep it for as long as it is fresh here,
 * and ask by its ETag whether it still holds.
 *
 * Not by Express's `send`, which answers in full whoever says `no-cache`, as every `fetch` with an
 * `If-None-Match` of its own does.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 * @see https://www.rfc-editor.org/rfc/rfc5861#section-3
 */
export function sendPublicJson(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, etag, freshSeconds, cacheSeconds }: PublicJson,
): void {
  const stale = freshSeconds > 0 ? `, stale-while-revalidate=${cacheSeconds}` : '';
  response.setHeader('Cache-Control', `public, max-age=${freshSeconds}${stale}`);
  response.setHeader('ETag', etag);
  const known = request.headers['if-none-match'];
  if (known === '*' || known?.includes(etag)) {
    response.statusCode = 304;
    response.end();
    return;
  }
  sendBody(response, 200, 'application/json; charset=utf-8', bytes);
}

/** @see https://www.rfc-editor.org/rfc/rfc9457#section-3 */
export function sendProblem(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/problem+json; charset=utf-8', body);
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.setHeader('Cache-Control', 'no-store');
  // As text: Node.js writes it together with the headers, which costs a tenth less than bytes beside them.
  sendBody(response, status, type, JSON.stringify(body));
}

function sendBody(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
): void {
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
