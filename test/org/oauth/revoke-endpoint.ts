import type { RequestHandler } from 'express';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { formParameters, queryParameters } from './parameters.ts';
import { kindOfToken } from './token-values.ts';

/** `/services/oauth2/revoke`: whoever holds a token may end it, without client credentials (D). */
export function createRevokeEndpoint(context: OAuthContext): RequestHandler {
  return function revokeEndpoint(req, res) {
    const given = req.method === 'POST' ? formParameters(req) : queryParameters(req);
    const value = given.get('token');
    if (value === undefined) throw refusals.missingParameter('token');
    const kind = kindOfToken(value);
    if (kind === undefined) throw refusals.unsupportedToken();
    if (kind === 'access') {
      const token = context.grants.accessToken(value);
      if (!token) throw refusals.unknownToken();
      context.grants.revokeAccessToken(token);
    } else {
      const grant = context.grants.grantOfRefreshToken(value);
      if (!grant) throw refusals.unknownToken();
      context.grants.revoke(grant);
    }
    res.status(200).type('text/plain').send('');
  };
}
