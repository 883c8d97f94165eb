import type { OrgUser } from '../data/org-data.ts';
import type { AccessToken } from './grant-store.ts';
import { activeUser, type OAuthContext } from './oauth-context.ts';
import { permits } from './scopes.ts';

/** The value of `Authorization: Bearer …`; Salesforce takes `OAuth` for the scheme as well (P). */
export function parseBearer(authorization: string | undefined): string | undefined {
  return /^(?:Bearer|OAuth) +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** A living access token of an active user, or nothing. */
export function verifyAccessToken(
  context: OAuthContext,
  value: string | undefined,
): { token: AccessToken; user: OrgUser } | undefined {
  const token = value === undefined ? undefined : context.grants.accessToken(value);
  const user = token && activeUser(context, token.grant.userId);
  return user && { token, user };
}

/** Signs a REST call in, in the words that the REST API asks with. */
export function authenticateForRest(
  context: OAuthContext,
  authorization: string | undefined,
): { user: OrgUser } | 'invalid' | 'not_for_rest' {
  const verified = verifyAccessToken(context, parseBearer(authorization));
  if (!verified) return 'invalid';
  return permits(verified.token.grant.scopes, 'api') ? { user: verified.user } : 'not_for_rest';
}
