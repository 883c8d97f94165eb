import type { Request, RequestHandler } from 'express';
import type { ExternalClientApp } from './external-client-app.ts';
import { grantByClientCredentials } from './grant-by-client-credentials.ts';
import { grantByCode } from './grant-by-code.ts';
import { grantByJwt } from './grant-by-jwt.ts';
import { grantByPassword } from './grant-by-password.ts';
import { grantByRefreshToken } from './grant-by-refresh-token.ts';
import type { Grant } from './grant-store.ts';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { formParameters, type Parameters } from './parameters.ts';
import { tokenAnswer } from './token-answer.ts';

/** What a grant type makes of a request: the grant that gets a new access token. */
export interface Granted {
  readonly app: ExternalClientApp;
  readonly grant: Grant;
  /** Answered where the grant type gives one, new or rotated. */
  readonly refreshToken?: string | undefined;
  readonly nonce?: string | undefined;
  /** Nobody has signed in, where the app acts by itself. */
  readonly withoutIdToken?: boolean;
  /** JWT Bearer is answered with less: no signature, no ID token (P). */
  readonly withoutSignature?: boolean;
  /** A user's password gives a session, which knows no scopes (D). */
  readonly withoutScope?: boolean;
}

/** @throws OAuthError */
export type GrantType = (
  context: OAuthContext,
  req: Request,
  given: Parameters,
) => Granted | Promise<Granted>;

const grantTypes = new Map<string, GrantType>([
  ['authorization_code', grantByCode],
  ['refresh_token', grantByRefreshToken],
  ['client_credentials', grantByClientCredentials],
  ['password', grantByPassword],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', grantByJwt],
]);

/** `POST /services/oauth2/token` */
export function createTokenEndpoint(context: OAuthContext): RequestHandler {
  return async function tokenEndpoint(req, res) {
    if (req.method !== 'POST') throw refusals.mustPost();
    const given = formParameters(req);
    const grantType = grantTypes.get(given.get('grant_type') ?? '');
    if (!grantType) throw refusals.unsupportedGrant();
    if (given.has('scope')) throw refusals.scopeAtTokenEndpoint();
    const granted = await grantType(context, req, given);
    res.json(await tokenAnswer(context, req, granted));
  };
}
