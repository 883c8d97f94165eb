import * as openid from 'openid-client';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal } from '../salesforce/refusals.ts';
import type { AskSalesforce } from './ask-salesforce.ts';
import { type Check, ok } from './check.ts';

const isOfScopes = (failure: OAuthFailure | undefined): failure is OAuthFailure =>
  failure !== undefined && explainRefusal(failure, 'sign_in').code === 'scopes_missing';

/**
 * Whether Salesforce would let somebody sign in: its authorization endpoint is asked as a browser asks it,
 * up to the page where a person would have to go on.
 */
export function authorizeChecks(options: {
  readonly oauth: OAuthClient;
  readonly callbackUrl: URL;
  readonly ask: AskSalesforce;
}): readonly Check[] {
  const { oauth, callbackUrl, ask } = options;
  let asked: Promise<OAuthFailure | undefined> | undefined;
  const refusal = (signal: AbortSignal) => {
    asked ??= authorizeAsNobody(oauth, ask, signal);
    return asked;
  };
  return [
    {
      name: 'callback',
      needs: ['login_host'],
      async run(signal) {
        const failure = await refusal(signal);
        if (failure !== undefined && !isOfScopes(failure)) throw failure;
        return ok(`${callbackUrl.href} is accepted, as far as it shows before anybody signs in`);
      },
    },
    {
      name: 'scopes',
      needs: ['callback'],
      async run(signal) {
        const failure = await refusal(signal);
        if (isOfScopes(failure)) throw failure;
        return ok('api, refresh_token and openid may be asked for');
      },
    },
  ];
}

async function authorizeAsNobody(
  oauth: OAuthClient,
  ask: AskSalesforce,
  signal: AbortSignal,
): Promise<OAuthFailure | undefined> {
  const url = await oauth.authorizationUrl({
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    codeVerifier: openid.randomPKCECodeVerifier(),
  });
  const { status, headers, body } = await ask(url, signal);
  const told = refusalIn(String(headers.location ?? '')) ?? refusalIn(body);
  if (told !== undefined) return told;
  return status < 400 ? undefined : new OAuthFailure('refused', '', `HTTP ${status}`, undefined);
}

/**
 * What Salesforce refuses before it knows whom to send back, it writes into a page, in the form that it
 * otherwise has in an address: `error=redirect_uri_mismatch&error_description=…`.
 */
function refusalIn(text: string): OAuthFailure | undefined {
  const plain = text.replaceAll('&amp;', '&');
  const [, error, description = ''] =
    /[?&>\s]?error=([\w-]{1,80})(?:&error_description=([^&"'<\n]{0,200}))?/.exec(plain) ?? [];
  if (error === undefined) return undefined;
  return new OAuthFailure('refused', error, decoded(description), undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
