import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import * as openid from 'openid-client';
import { type AuthorizationServer, createAuthorizationServer } from './authorization-server.ts';
import { assertionSeconds, type ClientAuthentication } from './client-authentication.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { requireInstanceOrigin } from './instance-origin.ts';
import { jwtAudience } from './jwt-audience.ts';
import { OAuthFailure } from './oauth-failure.ts';
import { sameId } from './salesforce-id.ts';
import { userIn } from './user-from-claims.ts';

/** How the server gets a token of its own, for what is the same for everybody. */
export type IntegrationFlow =
  | {
      readonly flow: 'jwt_bearer';
      /** The integration user's. */
      readonly username: string;
      /** Its certificate is the app's in Salesforce. */
      readonly privateKey: KeyObject;
    }
  /** The app's run-as user; works at a My Domain only. */
  | { readonly flow: 'client_credentials' };

/** What Salesforce gave the server for itself. There is no refresh token: another is minted instead. */
export interface IntegrationGrant {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** Whose token it is, as Salesforce says; absent where a provider does not say. */
  readonly user: { readonly organizationId: string; readonly id: string } | undefined;
}

export interface IntegrationOptions {
  readonly loginUrl: URL;
  readonly clientId: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly integration: IntegrationFlow;
  readonly clientCertificate?: ClientCertificate | undefined;
  /** Only an integration user of this organization will do. */
  readonly organizationId?: string | undefined;
  /** Where to ask, if that is known already. */
  readonly server?: AuthorizationServer;
}

/** @throws {OAuthFailure} */
export type MintIntegrationGrant = () => Promise<IntegrationGrant>;

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Gets access tokens of the integration user.
 *
 * @param clock milliseconds since 1970
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm
 * @example
 * const mint = createMintIntegrationGrant({ integration: { flow: 'client_credentials' }, … });
 * const { accessToken, instanceUrl } = await mint();
 */
export function createMintIntegrationGrant(
  options: IntegrationOptions,
  clock: () => number = Date.now,
): MintIntegrationGrant {
  const { loginUrl, clientId, integration } = options;
  const {
    server = createAuthorizationServer({
      loginUrl,
      clientId,
      clientCertificate: options.clientCertificate,
      // JWT Bearer's assertion stands in the secret's place: what is not needed is not sent.
      clientAuthentication:
        integration.flow === 'client_credentials' ? options.clientAuthentication : undefined,
    }),
  } = options;

  return async function mintIntegrationGrant() {
    const tokens = await server.ask(async (config) =>
      integration.flow === 'client_credentials'
        ? openid.clientCredentialsGrant(config)
        : openid.genericGrantRequest(config, jwtBearer, {
            assertion: await assertion(integration, clientId, loginUrl, clock),
          }),
    );
    const user = userIn(tokens.id);
    requireOrganization(user, options.organizationId);
    return {
      user,
      accessToken: tokens.access_token,
      instanceUrl: requireInstanceOrigin(tokens.instance_url, loginUrl),
    };
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc7523#section-3 */
function assertion(
  { username, privateKey }: IntegrationFlow & { readonly flow: 'jwt_bearer' },
  clientId: string,
  loginUrl: URL,
  clock: () => number,
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(clientId)
    .setSubject(username)
    .setAudience(jwtAudience(loginUrl))
    .setExpirationTime(Math.floor(clock() / 1000) + assertionSeconds)
    .sign(privateKey);
}

function requireOrganization(
  user: IntegrationGrant['user'],
  organizationId: string | undefined,
): void {
  if (organizationId === undefined) return;
  if (user !== undefined && sameId(user.organizationId, organizationId)) return;
  throw new OAuthFailure('refused', 'organization_not_allowed', '', undefined);
}
