import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import * as openid from 'openid-client';
import { createAuthorizationServer } from './authorization-server.ts';
import { assertionSeconds } from './client-authentication.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { type IntegrationGrant, toIntegrationGrant } from './integration-grant.ts';
import { jwtAudience } from './jwt-audience.ts';
import { createTakenKey, keysOf, type PrivateKeys } from './taken-key.ts';

export interface MintByJwtOptions {
  readonly loginUrl: URL;
  readonly clientId: string;
  readonly privateKey: PrivateKeys;
  readonly clientCertificate?: ClientCertificate | undefined;
  /** Only users of this organization will do. */
  readonly organizationId?: string | undefined;
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Gets access tokens of users by JWT Bearer: of those who have approved it, or whom an administrator has
 * pre-authorized.
 *
 * @param clock milliseconds since 1970
 * @returns a function of the username; its promise throws an `OAuthFailure`
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function createMintByJwt(
  options: MintByJwtOptions,
  clock: () => number = Date.now,
): (username: string) => Promise<IntegrationGrant> {
  const { loginUrl, clientId, clientCertificate } = options;
  const withTakenKey = createTakenKey(keysOf(options.privateKey));
  // The assertion stands in the secret's place: what is not needed is not sent.
  const server = createAuthorizationServer({
    loginUrl,
    clientId,
    clientCertificate,
    clientAuthentication: undefined,
  });

  /** @see https://www.rfc-editor.org/rfc/rfc7523#section-3 */
  const assertion = (username: string, key: KeyObject): Promise<string> =>
    new SignJWT()
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(clientId)
      .setSubject(username)
      .setAudience(jwtAudience(loginUrl))
      .setExpirationTime(Math.floor(clock() / 1000) + assertionSeconds)
      .sign(key);

  return async (username) =>
    toIntegrationGrant(
      await withTakenKey((key) =>
        server.ask(async (config) =>
          openid.genericGrantRequest(config, jwtBearer, {
            assertion: await assertion(username, key),
          }),
        ),
      ),
      options,
    );
}
