import * as openid from 'openid-client';
import { createAuthorizationServer } from './authorization-server.ts';
import type { ClientAuthentication } from './client-authentication.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { type IntegrationGrant, toIntegrationGrant } from './integration-grant.ts';
import { createMintByJwt } from './mint-by-jwt.ts';
import type { PrivateKeys } from './taken-key.ts';

/** How the server gets a token of its own, for what is the same for everybody. */
export type IntegrationFlow =
  | {
      readonly flow: 'jwt_bearer';
      /** The integration user's. */
      readonly username: string;
      /** Its certificate is the app's in Salesforce. */
      readonly privateKey: PrivateKeys;
    }
  /** The app's run-as user; works at a My Domain only. */
  | { readonly flow: 'client_credentials' };

export interface IntegrationOptions {
  readonly loginUrl: URL;
  readonly clientId: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly integration: IntegrationFlow;
  readonly clientCertificate?: ClientCertificate | undefined;
  /** Only an integration user of this organization will do. */
  readonly organizationId?: string | undefined;
}

/** @throws {OAuthFailure} */
export type MintIntegrationGrant = () => Promise<IntegrationGrant>;

/**
 * Gets access tokens of the integration user.
 *
 * @param clock milliseconds since 1970
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm
 * @example
 * const mint = createMintIntegrationGrant({ integration: { flow: 'client_credentials' }, … });
 * const { accessToken, instanceUrl } = await mint();
 */
export function createMintIntegrationGrant(
  options: IntegrationOptions,
  clock: () => number = Date.now,
): MintIntegrationGrant {
  const { integration } = options;
  if (integration.flow === 'jwt_bearer') {
    const mint = createMintByJwt({ ...options, privateKey: integration.privateKey }, clock);
    return () => mint(integration.username);
  }
  const server = createAuthorizationServer(options);
  return async () =>
    toIntegrationGrant(
      await server.ask((config) => openid.clientCredentialsGrant(config)),
      options,
    );
}
