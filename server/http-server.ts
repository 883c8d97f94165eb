import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';

/** In milliseconds. */
export interface ConnectionTimes {
  /** How long a connection stays open between two requests. */
  readonly keepAliveTimeout: number;
  /** How long a request may take to arrive, its headers and its body. */
  readonly requestTimeout: number;
  /** How often is looked for those that take longer. */
  readonly connectionsCheckingInterval: number;
}

const standard: ConnectionTimes = {
  // Heroku's router keeps its side open for 90 s; it would write into a connection that closes before.
  // https://devcenter.heroku.com/articles/http-routing#keepalives
  keepAliveTimeout: 95_000,
  // In the options, so that Node bounds the headers by it too: the time between two requests counts to neither.
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};

/**
 * Whether a request says what it asks for: a path, a whole address, or `*` for the server itself. Node.js
 * lets more through, such as `http://[`, and Express goes by the path, and fails where it finds none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
const hasTarget = ({ url = '' }: IncomingMessage): boolean =>
  url.startsWith('/') || url === '*' || (/^https?:/i.test(url) && URL.canParse(url));

/**
 * The server that connections come in at. What asks for nothing is answered as Node.js answers what it
 * cannot parse.
 *
 * @throws {RangeError} when Node.js finds a time out of range
 * @example createHttpServer(createApp(parts)).listen(3000);
 */
export const createHttpServer = (app: RequestListener, times: ConnectionTimes = standard): Server =>
  createServer({ ...times }, (request, response) => {
    if (hasTarget(request)) app(request, response);
    else response.writeHead(400, { Connection: 'close', 'Content-Length': 0 }).end();
  });
