import type { HttpRequest } from 'jsforce';
import { Connection } from 'jsforce/lib/core.js';
import { z } from 'zod';
import type { Grant } from '../session/vault.ts';
import { type Transport, UpstreamFailure } from './transport.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** Salesforce has refused a call: its code, in its words. */
class CallRefused extends Error {
  readonly errorCode: string;

  constructor(errorCode: string, message: string) {
    super(message);
    this.name = 'CallRefused';
    this.errorCode = errorCode;
  }
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
const Refusals = z
  .tuple([z.object({ errorCode: z.string(), message: z.string() })])
  .rest(z.unknown());

/**
 * jsforce, which knows queries, their pages and their child records, over our own transport.
 *
 * All that it asks goes through `request`. Its own one makes four streams for every call, which nobody
 * here reads and which cost as much as a whole small request of a browser's.
 */
export class SalesforceConnection extends Connection {
  readonly #transport: Transport;

  constructor(
    { instanceUrl, accessToken }: Pick<Grant, 'accessToken' | 'instanceUrl'>,
    version: string,
    transport: Transport,
  ) {
    // No refresh token, so that it cannot refresh by itself.
    super({ instanceUrl, accessToken, version });
    this.#transport = transport;
  }

  override request<Answer>(asked: string | HttpRequest) {
    const request: HttpRequest = typeof asked === 'string' ? { method: 'GET', url: asked } : asked;
    const authorization = { Authorization: `Bearer ${this.accessToken}` };
    const answered = this.#transport({
      ...request,
      url: this._normalizeUrl(request.url),
      headers: { ...request.headers, ...authorization },
    }).then(answerOf);
    // What an answer is of, those know who ask.
    return Object.assign(answered as Promise<Answer>, { stream: noStream });
  }
}

function answerOf(response: WholeAnswer): unknown {
  const { statusCode, body } = response;
  if (statusCode >= 400) throw refusalOf(response);
  if (statusCode === 204) return undefined;
  const answer = jsonOf(body);
  if (answer === undefined) throw new UpstreamFailure('Salesforce answered with broken JSON');
  return answer;
}

/** Of several the first: they come with writes of many records, none of which is made here. */
function refusalOf({ statusCode, body }: WholeAnswer): CallRefused {
  const [refusal = { errorCode: `ERROR_HTTP_${statusCode}`, message: body }] =
    Refusals.safeParse(jsonOf(body)).data ?? [];
  return new CallRefused(refusal.errorCode, refusal.message);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noStream(): never {
  throw new TypeError('Answers of Salesforce are read as a whole');
}
