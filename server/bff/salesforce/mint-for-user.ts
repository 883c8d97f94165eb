import type { KeyObject } from 'node:crypto';
import { createAuthorizationServer } from './authorization-server.ts';
import {
  createMintIntegrationGrant,
  type IntegrationGrant,
  type IntegrationOptions,
} from './mint-integration-grant.ts';

/**
 * Gets access tokens of users who are not there, by JWT Bearer: of those who have approved it, or whom an
 * administrator has pre-authorized.
 *
 * @param clock milliseconds since 1970
 * @throws {OAuthFailure} through the promise that it gives for a username
 */
export function createMintForUser(
  salesforce: Omit<IntegrationOptions, 'integration' | 'server'> & {
    readonly actingKey: KeyObject;
  },
  clock?: () => number,
): (username: string) => Promise<IntegrationGrant> {
  const server = createAuthorizationServer({ ...salesforce, clientAuthentication: undefined });
  return (username) => {
    const integration = { flow: 'jwt_bearer', username, privateKey: salesforce.actingKey } as const;
    return createMintIntegrationGrant({ ...salesforce, integration, server }, clock)();
  };
}
