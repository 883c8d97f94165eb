import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { createIdToken } from './id-token.ts';
import type { OAuthContext } from './oauth-context.ts';
import { identityUrl, orgUrl } from './org-url.ts';
import type { Granted } from './token-endpoint.ts';

/** The token endpoint's success, as documented: no `expires_in`, `issued_at` a string (P). */
export async function tokenAnswer(
  context: OAuthContext,
  req: Request,
  { app, grant, refreshToken, nonce, withoutIdToken, withoutSignature, withoutScope }: Granted,
): Promise<Record<string, string>> {
  const accessToken = context.grants.issueAccessToken(grant);
  const id = identityUrl(req, context.data().organizationId, grant.userId);
  const always = {
    access_token: accessToken.value,
    ...(withoutScope ? {} : { scope: grant.scopes.join(' ') }),
    instance_url: orgUrl(req),
    id,
    token_type: 'Bearer',
  };
  if (withoutSignature) return always;
  const issuedAt = String(accessToken.issuedAt);
  const idToken =
    grant.scopes.includes('openid') && !withoutIdToken
      ? await createIdToken(context, req, { accessToken, nonce })
      : undefined;
  return {
    ...always,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    // Lets the application check that the identity URL came from Salesforce (D); a public one has
    // no secret to check it with (U).
    signature: createHmac('sha256', app.clientSecret ?? '')
      .update(id + issuedAt)
      .digest('base64'),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    issued_at: issuedAt,
  };
}
