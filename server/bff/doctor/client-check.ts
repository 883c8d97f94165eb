import * as openid from 'openid-client';
import type { AuthorizationServer } from '../salesforce/authorization-server.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal } from '../salesforce/refusals.ts';
import { type Check, ok } from './check.ts';

/** What the server is told where it is the app, and the code alone is no good. */
const ofTheCode: ReadonlySet<string> = new Set(['code_expired', 'grant_refused']);

/** Whether Salesforce takes the server for the app. */
export function clientCheck(options: {
  readonly server: AuthorizationServer;
  readonly callbackUrl: URL;
  readonly method: string;
}): Check {
  const { server, callbackUrl, method } = options;
  return {
    name: 'client',
    needs: ['login_host'],
    async run() {
      await showMadeUpCode(server, callbackUrl);
      return ok(`the app is recognized by ${method}`);
    },
  };
}

/**
 * Shows Salesforce a code that is made up. Who is no app is told so; who is one, that the code is no good.
 *
 * @throws {OAuthFailure} where Salesforce does not take the caller for the app
 */
export async function showMadeUpCode(server: AuthorizationServer, callbackUrl: URL): Promise<void> {
  try {
    await server.ask((config) =>
      openid.genericGrantRequest(config, 'authorization_code', {
        code: 'aPrxMadeUpByDoctor',
        redirect_uri: callbackUrl.href,
        code_verifier: openid.randomPKCECodeVerifier(),
      }),
    );
  } catch (error) {
    const isOfCode =
      error instanceof OAuthFailure && ofTheCode.has(explainRefusal(error, 'sign_in').code);
    if (!isOfCode) throw error;
  }
}
