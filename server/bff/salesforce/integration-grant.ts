import type * as openid from 'openid-client';
import { requireInstanceOrigin } from './instance-origin.ts';
import { OAuthFailure } from './oauth-failure.ts';
import { sameId } from './salesforce-id.ts';
import { userIn } from './user-from-claims.ts';

/** What Salesforce gave the server for itself. There is no refresh token: another is minted instead. */
export interface IntegrationGrant {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** Whose token it is, as Salesforce says; absent where a provider does not say. */
  readonly user: { readonly organizationId: string; readonly id: string } | undefined;
}

/**
 * Reads the answer to a grant that the server has got without a person there.
 *
 * @throws {OAuthFailure} when it is of another organization, or sends tokens to a host that is not allowed
 */
export function toIntegrationGrant(
  tokens: openid.TokenEndpointResponse,
  {
    loginUrl,
    organizationId,
  }: { readonly loginUrl: URL; readonly organizationId?: string | undefined },
): IntegrationGrant {
  const user = userIn(tokens.id);
  requireOrganization(user, organizationId);
  return {
    user,
    accessToken: tokens.access_token,
    instanceUrl: requireInstanceOrigin(tokens.instance_url, loginUrl),
  };
}

function requireOrganization(
  user: IntegrationGrant['user'],
  organizationId: string | undefined,
): void {
  if (organizationId === undefined) return;
  if (user !== undefined && sameId(user.organizationId, organizationId)) return;
  throw new OAuthFailure('refused', 'organization_not_allowed', '', undefined);
}
