import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { AccessToken } from './grant-store.ts';
import type { OAuthContext } from './oauth-context.ts';
import { identityUrl, orgUrl } from './org-url.ts';

/** Signs an ID token for the host that was asked (OpenID Connect Core section 2). */
export function createIdToken(
  context: OAuthContext,
  req: Request,
  { accessToken, nonce }: { accessToken: AccessToken; nonce: string | undefined },
): Promise<string> {
  const { grant } = accessToken;
  const issuedAt = Math.floor(context.clock() / 1000);
  const hash = createHash('sha256').update(accessToken.value).digest();
  return context.key.sign({
    iss: orgUrl(req),
    sub: identityUrl(req, context.data().organizationId, grant.userId),
    aud: grant.clientId,
    iat: issuedAt,
    exp: issuedAt + context.settings().idTokenSeconds,
    auth_time: grant.authTime,
    at_hash: hash.subarray(0, hash.length / 2).toString('base64url'),
    ...(nonce === undefined ? {} : { nonce }),
  });
}
