import * as openid from 'openid-client';
import { createMeasuredCalls, type MeasuredCalls } from '../measured-calls.ts';
import { type ClientAuthentication, toOpenidClientAuths } from './client-authentication.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { fetchThrough } from './fetch-through.ts';
import { measuredFetch } from './measured-fetch.ts';
import { OAuthFailure, oauthFailure } from './oauth-failure.ts';
import { createTakenKey } from './taken-key.ts';
import { createSalesforceAgent } from './transport.ts';

export interface AuthorizationServerOptions {
  /** `https://login.salesforce.com`, `https://test.salesforce.com`, a My Domain or an Experience Cloud site. */
  readonly loginUrl: URL;
  /** The consumer key of the External Client App. */
  readonly clientId: string;
  /** Absent where the grant itself proves who calls, as the JWT Bearer flow's assertion does. */
  readonly clientAuthentication: ClientAuthentication | undefined;
  /** Shown to Salesforce where the org enforces mutual TLS. */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** How long one call may take, in seconds. Default 6: a sign-in makes up to four, and Heroku's router waits for 30. */
  readonly timeoutSeconds?: number;
  readonly calls?: MeasuredCalls | undefined;
}

/** Salesforce's OAuth endpoints, and the app that this server is to them. */
export interface AuthorizationServer {
  /**
   * @param call what to ask, by the OAuth library
   * @throws {OAuthFailure} whatever goes wrong
   */
  ask<T>(call: (config: openid.Configuration) => Promise<T>): Promise<T>;
}

/** Seconds by which Salesforce's clock and ours may differ. */
const clockTolerance = 60;

/**
 * The authorization server of a login URL, found by its own discovery document.
 *
 * That is asked for once; a failure is forgotten, so that Salesforce being down at the start is not
 * for ever.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 * @example createAuthorizationServer({ loginUrl: new URL('https://login.salesforce.com'), … })
 */
export function createAuthorizationServer(
  options: AuthorizationServerOptions,
): AuthorizationServer {
  const { clientCertificate, calls = createMeasuredCalls() } = options;
  const sent = clientCertificate && fetchThrough(createSalesforceAgent(clientCertificate));
  const authentications = toOpenidClientAuths(options.clientAuthentication);
  const withTakenKey = createTakenKey([...authentications.keys()]);
  let discovered: Promise<readonly openid.Configuration[]> | undefined;

  /** For every key at once: while something is under way there is no time to discover for another. */
  function configurations(): Promise<readonly openid.Configuration[]> {
    discovered ??= Promise.all(
      authentications.map((authentication) => discover(options, authentication, calls, sent)),
    ).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    async ask(call) {
      try {
        const known = await configurations();
        return await withTakenKey((place) => call(known[place] as openid.Configuration));
      } catch (error) {
        throw oauthFailure(error);
      }
    },
  };
}

async function discover(
  { loginUrl, clientId, timeoutSeconds = 6 }: AuthorizationServerOptions,
  clientAuth: openid.ClientAuth,
  calls: MeasuredCalls,
  fetch: openid.CustomFetch | undefined,
): Promise<openid.Configuration> {
  let known: openid.ServerMetadata | undefined;
  const config = await openid.discovery(
    loginUrl,
    clientId,
    { [openid.clockTolerance]: clockTolerance },
    clientAuth,
    {
      timeout: timeoutSeconds,
      [openid.customFetch]: measuredFetch(calls, () => known, fetch),
      execute: [
        // The ID token's signature is checked too, although it came straight from the token endpoint.
        openid.enableNonRepudiationChecks,
        // The configuration allows http for a loopback host only.
        ...(loginUrl.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
      ],
    },
  );
  known = config.serverMetadata();
  requireIssuer(known.issuer, loginUrl);
  return config;
}

/**
 * The issuer must be the login URL to the letter. The library compares the two as URLs, for which a slash
 * after a host, or the case of its letters, makes no difference.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 */
function requireIssuer(issuer: string, loginUrl: URL): void {
  if (issuer === loginUrl.href.replace(/\/$/, '')) return;
  throw new OAuthFailure('refused', 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', '', undefined);
}
