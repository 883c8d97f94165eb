import type { HttpRequest } from 'jsforce';
import { Agent, type Dispatcher } from 'undici';
import type { MeasuredCalls } from '../measured-calls.ts';
import type { ApiUsage } from './api-usage.ts';
import type { Circuits } from './circuits.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { viaMutualTlsPort } from './mutual-tls-port.ts';
import { type WholeAnswer, wholeAnswer } from './whole-answer.ts';

/** How long Salesforce may take to begin an answer, and between two pieces of it. */
const callDeadlineMs = 10_000;

/** Calls of one query: its pages, and further ones of child rows. An answer that never says done stops here. */
const mostCalls = 60;

/** No page of 2,000 rows comes near this; what does is not an answer to a question of ours. */
const longestAnswer = 16 * 1024 * 1024;

/**
 * Connections to Salesforce, shared by everybody: identity is in each request's header, never in the
 * connection. The server's own is, where an org wants its certificate.
 */
export function createSalesforceAgent(clientCertificate?: ClientCertificate): Dispatcher {
  const agent = new Agent({
    connections: 64,
    headersTimeout: callDeadlineMs,
    bodyTimeout: callDeadlineMs,
    connect: { timeout: 5_000, ...(clientCertificate && tlsOf(clientCertificate)) },
    maxResponseSize: longestAnswer,
  });
  return clientCertificate === undefined ? agent : agent.compose(viaMutualTlsPort);
}

const tlsOf = ({ chain, privateKey }: ClientCertificate) => ({
  cert: chain,
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
});

/** Salesforce could not be asked, or what came back is not an answer of its API. */
export class UpstreamFailure extends Error {
  /** Whether it is for what was asked, such as too long an address: that tells of no outage. */
  readonly isOfThisCall: boolean;

  constructor(message: string, cause?: unknown, isOfThisCall = false) {
    super(message, { cause });
    this.name = 'UpstreamFailure';
    this.isOfThisCall = isOfThisCall;
  }
}

export interface TransportOptions {
  readonly dispatcher: Dispatcher;
  /** The only origin that this transport talks to. */
  readonly origin: string;
  /** Ends whatever is under way: the request has run out of time, or nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Told what every answer says of the org's daily limit. */
  readonly usage: ApiUsage;
  /** Absent where nobody waits, as in a job: there each call is made. */
  readonly circuits?: Circuits | undefined;
  /** Asked before every call; throws where there shall be none. */
  readonly spend?: (() => Promise<void>) | undefined;
  /** Absent where nothing is measured, as in a command. */
  readonly calls?: MeasuredCalls | undefined;
}

/** Sends one request of jsforce's. */
export type Transport = (request: HttpRequest) => Promise<WholeAnswer>;

/**
 * What jsforce sends through, in place of its own transport, which follows redirects with the bearer
 * token, retries for 15 seconds and waits for 30 minutes.
 *
 * Here: one origin, no redirects, a deadline, a bounded number of calls, and one retry only of a read
 * whose connection broke before anything came back.
 *
 * @throws {UpstreamFailure} through the promise it returns, and whatever `spend` throws
 */
export function createTransport(options: TransportOptions): Transport {
  const { dispatcher, origin, signal, usage, circuits, spend, calls } = options;
  let made = 0;

  async function send(request: HttpRequest): Promise<WholeAnswer> {
    const url = new URL(request.url);
    if (url.origin !== origin) {
      throw new UpstreamFailure('A call left the instance of its grant', undefined, true);
    }
    made += 1;
    if (made > mostCalls) {
      throw new UpstreamFailure('Salesforce never said that this was all', undefined, true);
    }
    const call: Dispatcher.DispatchOptions = {
      origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { ...request.headers, accept: 'application/json' },
      body: typeof request.body === 'string' ? request.body : null,
    };
    return measured(request.method, url.pathname, () => sendOnce(call));
  }

  async function sendOnce(call: Dispatcher.DispatchOptions): Promise<WholeAnswer> {
    let hasBegun = false;
    const begun = () => {
      hasBegun = true;
    };
    return wholeAnswer(dispatcher, call, { signal, begun }).catch((error: unknown) => {
      // What breaks before it is read has not been a call.
      if (call.method !== 'GET' || hasBegun || !brokeUnread(error)) throw error;
      return wholeAnswer(dispatcher, call, { signal, begun });
    });
  }

  function measured(method: string, path: string, send: () => Promise<WholeAnswer>) {
    const statusOf = ({ statusCode }: WholeAnswer) => statusCode;
    return calls?.upstream({ method, endpoint: endpointOf(path), send, statusOf }) ?? send();
  }

  async function checked(request: HttpRequest): Promise<WholeAnswer> {
    await spend?.();
    const answer = await send(request).catch((error: unknown) => {
      if (error instanceof UpstreamFailure) throw error;
      throw new UpstreamFailure('Salesforce did not answer', error, isTooLong(error));
    });
    noteUsage(answer, usage);
    const { statusCode } = answer;
    const isJson = /^application\/json\b/i.test(answer.headers['content-type'] ?? '');
    if (statusCode >= 300 && statusCode < 400) {
      throw new UpstreamFailure(`Salesforce answered ${statusCode}, which is not followed`);
    }
    // What says so is an outage, whatever its body says; a 401 means the token, in any form.
    if (statusCode >= 500 || statusCode === 429 || (!isJson && ![204, 401].includes(statusCode))) {
      const isOfThisCall = statusCode >= 400 && statusCode < 500 && statusCode !== 429;
      throw new UpstreamFailure(
        `Salesforce answered ${statusCode}${isJson ? '' : ' without JSON'}`,
        undefined,
        isOfThisCall,
      );
    }
    return answer;
  }

  async function guarded(request: HttpRequest): Promise<WholeAnswer> {
    if (circuits === undefined) return checked(request);
    const start = performance.now();
    // What was given up before its time, by somebody who has left, says nothing of Salesforce.
    const wasGivenUp = () => signal.aborted && performance.now() - start < callDeadlineMs;
    return circuits.run(
      origin,
      () => checked(request),
      (error) => error instanceof UpstreamFailure && !error.isOfThisCall && !wasGivenUp(),
    );
  }

  return guarded;
}

/** What is asked of the API, in one word. A query's further pages have an id in their address. */
function endpointOf(path: string): string {
  const [, resource, page] =
    /^\/services\/data\/v[\d.]+\/(query|composite)\/?(.*)/.exec(path) ?? [];
  if (resource === undefined) return 'other';
  return page === '' ? resource : `${resource}_more`;
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
function noteUsage({ statusCode, headers, body }: WholeAnswer, usage: ApiUsage): void {
  const header = headers['sforce-limit-info']?.toString();
  // Too many calls at once have the same code; that passes in seconds, and says nothing of the day.
  const isRefusal =
    statusCode === 403 && /"REQUEST_LIMIT_EXCEEDED"/.test(body) && !/"Concurrent/.test(body);
  if (isRefusal || header !== undefined || statusCode < 300) usage.note({ header, isRefusal });
}

/** An idle connection that the other side has just closed: the request was never read. */
const brokeUnread = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'UND_ERR_SOCKET' || error.code === 'ECONNRESET');

/** An answer of more than `longestAnswer`. */
const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
