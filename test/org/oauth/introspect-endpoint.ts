import type { Request, RequestHandler } from 'express';
import { verifyAccessToken } from './bearer-token.ts';
import { authenticateClient } from './client-authentication.ts';
import type { Grant } from './grant-store.ts';
import { activeUser, type OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { identityUrl } from './org-url.ts';
import { formParameters } from './parameters.ts';
import { kindOfToken } from './token-values.ts';

/** `POST /services/oauth2/introspect` (RFC 7662): how long a token still works. */
export function createIntrospectEndpoint(context: OAuthContext): RequestHandler {
  return async function introspectEndpoint(req, res) {
    if (req.method !== 'POST') throw refusals.mustPost();
    const given = formParameters(req);
    const app = await authenticateClient(context, req, given);
    const value = given.get('token');
    if (value === undefined) throw refusals.missingParameter('token');
    const found = describeToken(context, value);
    if (!found || found.grant.clientId !== app.clientId) {
      res.json({ active: false });
      return;
    }
    res.json({ ...activeAnswer(context, req, found.grant), ...found.times });
  };
}

function describeToken(
  context: OAuthContext,
  value: string,
): { grant: Grant; times: Record<string, unknown> } | undefined {
  if (kindOfToken(value) === 'access') {
    const token = verifyAccessToken(context, value)?.token;
    return token && { grant: token.grant, times: times('access_token', token) };
  }
  const grant = context.grants.peekRefreshToken(value);
  const token = grant?.refreshToken;
  if (!token || !activeUser(context, grant.userId)) return undefined;
  return { grant, times: times('refresh_token', token) };
}

function times(type: string, token: { issuedAt: number; expiresAt: number | null }) {
  const issuedAt = Math.floor(token.issuedAt / 1000);
  const expiry = token.expiresAt === null ? {} : { exp: Math.floor(token.expiresAt / 1000) };
  return { token_type: type, ...expiry, iat: issuedAt, nbf: issuedAt };
}

function activeAnswer(context: OAuthContext, req: Request, grant: Grant) {
  return {
    active: true,
    scope: grant.scopes.join(' '),
    client_id: grant.clientId,
    username: context.data().userById(grant.userId)?.username,
    sub: identityUrl(req, context.data().organizationId, grant.userId),
  };
}
