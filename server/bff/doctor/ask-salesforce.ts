import type { Dispatcher } from 'undici';

export interface SalesforceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks an address without following redirects, which are part of the answer. */
export type AskSalesforce = (
  url: URL,
  signal: AbortSignal,
  accessToken?: string,
) => Promise<SalesforceAnswer>;

export function createAskSalesforce(dispatcher: Dispatcher): AskSalesforce {
  return async function askSalesforce(url, signal, accessToken) {
    const answer = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
      signal,
    });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  };
}
