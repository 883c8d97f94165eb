import * as openid from 'openid-client';
import type { AuthorizationServer } from '../salesforce/authorization-server.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { explainRefusal } from '../salesforce/refusals.ts';
import { type Check, ok } from './check.ts';

/** What the server is told where it is the app, and the code alone is no good. */
const ofTheCode: ReadonlySet<string> = new Set(['code_expired', 'grant_refused']);

/**
 * Whether Salesforce takes the server for the app: it shows a code that it has made up. Who is no app is
 * told so; who is one, that the code is no good.
 */
export function clientCheck(options: {
  readonly server: AuthorizationServer;
  readonly callbackUrl: URL;
  readonly method: string;
}): Check {
  const { server, callbackUrl, method } = options;
  const showMadeUpCode = (config: openid.Configuration) =>
    openid.genericGrantRequest(config, 'authorization_code', {
      code: 'aPrxMadeUpByDoctor',
      redirect_uri: callbackUrl.href,
      code_verifier: openid.randomPKCECodeVerifier(),
    });
  return {
    name: 'client',
    needs: ['login_host'],
    async run() {
      try {
        await server.ask(showMadeUpCode);
      } catch (error) {
        const isOfCode =
          error instanceof OAuthFailure && ofTheCode.has(explainRefusal(error, 'sign_in').code);
        if (!isOfCode) throw error;
      }
      return ok(`the app is recognized by ${method}`);
    },
  };
}
