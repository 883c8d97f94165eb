import { problemDetails } from './problemDetails.ts';
import { RequestError } from './requestError.ts';

export { isNoSuch } from './isNoSuch.ts';
export { mayBeDone } from './mayBeDone.ts';
export { RequestError } from './requestError.ts';

/** What goes into a query string. `null` and `undefined` leave the parameter out. */
export type Parameters = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface TransportOptions {
  readonly fetch?: typeof globalThis.fetch;
  /** How long an answer may take, its body included. The server gives Salesforce 10 seconds, at most twice. */
  readonly deadlineMs?: number;
}

/** An answer's head: it has come, whatever becomes of the rest. */
export interface AnswerHead {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
}

export interface ReadOptions {
  readonly parameters?: Parameters;
  readonly signal?: AbortSignal;
  /** Whether only an answer will do that nobody has kept, or is waiting for already. */
  readonly fresh?: boolean;
}

type AnswerListener = (head: AnswerHead) => void;

/** The one way from the page to its own server. Every method rejects with a {@link RequestError}. */
export interface Transport {
  get(path: string, options?: ReadOptions): Promise<unknown>;
  post(path: string, body?: object): Promise<unknown>;
  /** Tells the listener of every answer that comes; what it gives back takes it off again. */
  onAnswer(listener: AnswerListener): () => void;
}

/**
 * Makes the transport: same origin only, the header that no other site can send, a deadline, and
 * problem details turned into errors.
 *
 * @example
 * const transport = createTransport();
 * const order = await transport.get('/api/myOrder', { parameters: { id } });
 */
export function createTransport(options: TransportOptions = {}): Transport {
  // Looked up at each call: whoever instruments the page replaces it after this module has run.
  const send = options.fetch ?? ((...request) => globalThis.fetch(...request));
  const deadlineMs = options.deadlineMs ?? 25_000;
  const listeners = new Set<AnswerListener>();

  async function call(path: string, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const response = await send(path, {
        ...init,
        credentials: 'same-origin',
        // No route answers with a redirect: one would come from something in between.
        redirect: 'error',
        // A cross-origin page cannot send it without a preflight, which the server never allows.
        headers: { Accept: 'application/json', 'X-BFF': '1', ...init.headers },
        signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
      });
      const { status, headers } = response;
      for (const listener of listeners) listener({ path, status, headers });
      if (response.ok) return await jsonOf(response);
      throw await problemDetails(response);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      throw deadline.aborted ? tooLate(error) : unreached(error);
    }
  }

  return {
    get: (path, { parameters = {}, signal, fresh = false } = {}) =>
      call(path + queryString(parameters), { method: 'GET', ...(fresh ? anew : {}) }, signal),
    post: (path, body = {}) =>
      call(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      }),
    onAnswer(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * For the browser's cache and for the server, which looks for the header: by itself a browser would send
 * `max-age=0`.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const anew: RequestInit = { cache: 'no-cache', headers: { 'Cache-Control': 'no-cache' } };

/** Parameters in one order of names, so that equal ones make equal text: `?a=1&b=2`, or nothing. */
export function queryString(parameters: Parameters): string {
  const given = Object.entries(parameters)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, String(value)])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

async function jsonOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch (cause) {
    // A cut-off answer is the network's fault; text that is no JSON somebody else's.
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new RequestError(
      response.status,
      response.statusText,
      { message: 'The server sent something else than data.', errorCode: 'unexpected_answer' },
      cause,
    );
  }
}

/** A request that came to nobody, or whose answer came to nothing on the way. */
export const unreached = (cause: unknown): RequestError =>
  new RequestError(
    0,
    'No connection',
    {
      message: 'The server could not be reached. Please check your connection and try again.',
      errorCode: 'network_error',
    },
    cause,
  );

const tooLate = (cause: unknown): RequestError =>
  new RequestError(
    0,
    'Time-out',
    { message: 'The server took too long to answer. Please try again.', errorCode: 'timeout' },
    cause,
  );
