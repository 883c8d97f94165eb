import * as openid from 'openid-client';
import type { Grant } from '../session/vault.ts';
import type { User } from '../user.ts';
import { instanceOrigin } from './instance-origin.ts';
import { OAuthFailure, oauthFailure } from './oauth-failure.ts';
import { type Claims, isSalesforceSubject, userFromClaims } from './user-from-claims.ts';

export interface OAuthOptions {
  /** `https://login.salesforce.com`, `https://test.salesforce.com`, a My Domain or an Experience Cloud site. */
  readonly loginUrl: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuth: 'client_secret_post' | 'client_secret_basic';
  /** Where Salesforce sends the browser back to, as registered in the app. */
  readonly callbackUrl: URL;
  /** How long one call may take, in seconds. Default 6: a sign-in makes up to four, and Heroku's router waits for 30. */
  readonly timeoutSeconds?: number;
}

/** The secrets of one attempt to sign in; they stay in the browser's sealed cookie until the callback. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** What a completed sign-in gives. */
export interface SignedIn {
  readonly user: User;
  readonly grant: Grant;
}

export interface OAuthClient {
  /** Where to send the browser to sign in. */
  authorizationUrl(secrets: SignInSecrets): Promise<URL>;
  /** @param callback the callback's own URL, with what Salesforce has added */
  exchange(callback: URL, secrets: SignInSecrets): Promise<SignedIn>;
  refresh(grant: Grant & { readonly refreshToken: string }): Promise<Grant>;
  revoke(token: string): Promise<void>;
  /** Where a browser ends its Salesforce session, or `undefined` where the provider has no such place. */
  endSessionUrl(comeBackTo: URL): Promise<URL | undefined>;
}

/** What the product needs and no more: call the API, refresh, know who it is. */
const scope = 'api refresh_token openid';

/** Seconds by which Salesforce's clock and ours may differ. */
const clockTolerance = 60;

/**
 * Salesforce's OAuth Web Server flow, spoken by a certified client.
 *
 * Every method throws an {@link OAuthFailure}.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm
 * @example
 * const oauth = createOAuthClient({ loginUrl: new URL('https://login.salesforce.com'), … });
 */
export function createOAuthClient(options: OAuthOptions): OAuthClient {
  let discovered: Promise<openid.Configuration> | undefined;

  /** Asked once; a failure is forgotten, so that Salesforce being down at the start is not for ever. */
  function configuration(): Promise<openid.Configuration> {
    discovered ??= discover(options).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  async function attempt<T>(call: (config: openid.Configuration) => Promise<T>): Promise<T> {
    try {
      return await call(await configuration());
    } catch (error) {
      throw oauthFailure(error);
    }
  }

  return {
    authorizationUrl: (secrets) =>
      attempt(async (config) =>
        openid.buildAuthorizationUrl(config, {
          redirect_uri: options.callbackUrl.href,
          scope,
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await openid.calculatePKCECodeChallenge(secrets.codeVerifier),
          code_challenge_method: 'S256',
        }),
      ),

    exchange: (callback, secrets) =>
      attempt(async (config) => {
        const tokens = await openid.authorizationCodeGrant(config, callback, {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          pkceCodeVerifier: secrets.codeVerifier,
          idTokenExpected: true,
        });
        try {
          return await identify(config, tokens, options.loginUrl);
        } catch (error) {
          // Nobody will hold this grant: it must not count among the five of the user.
          const alone = isSalesforceSubject(tokens.claims()?.sub ?? '');
          void openid
            .tokenRevocation(config, (alone && tokens.refresh_token) || tokens.access_token)
            .catch(() => undefined);
          throw error;
        }
      }),

    refresh: (grant) =>
      attempt(async (config) => {
        const tokens = await openid.refreshTokenGrant(config, grant.refreshToken);
        const replaced =
          tokens.refresh_token !== undefined && tokens.refresh_token !== grant.refreshToken;
        return {
          accessToken: tokens.access_token,
          refreshToken: tokens.refresh_token ?? grant.refreshToken,
          // An instance that is not allowed is passed over, its tokens are not: a rotated one comes once.
          instanceUrl: tokens.instance_url
            ? (instanceOrigin(tokens.instance_url, options.loginUrl) ?? grant.instanceUrl)
            : grant.instanceUrl,
          rotates: grant.rotates || replaced,
          ofOneSignIn: grant.ofOneSignIn,
        };
      }),

    revoke: (token) =>
      attempt(async (config) => {
        // A provider without this endpoint ends its grants by time alone.
        if (config.serverMetadata().revocation_endpoint === undefined) return;
        await openid.tokenRevocation(config, token);
      }),

    endSessionUrl: (comeBackTo) =>
      attempt(async (config) =>
        config.serverMetadata().end_session_endpoint === undefined
          ? undefined
          : openid.buildEndSessionUrl(config, { post_logout_redirect_uri: comeBackTo.href }),
      ),
  };
}

async function identify(
  config: openid.Configuration,
  tokens: Awaited<ReturnType<typeof openid.authorizationCodeGrant>>,
  loginUrl: URL,
): Promise<SignedIn> {
  const instanceUrl = allowedInstance(tokens, loginUrl);
  const claims: Claims | undefined = tokens.claims();
  if (claims === undefined) throw refused('invalid_id_token', 'no claims');
  // OpenID Connect Discovery does not require a provider to have userinfo.
  const userinfo =
    config.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : await openid.fetchUserInfo(config, tokens.access_token, claims.sub);
  return {
    user: userFromClaims({ ...claims, ...userinfo }, loginUrl),
    grant: {
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      instanceUrl,
      rotates: false,
      ofOneSignIn: isSalesforceSubject(claims.sub),
    },
  };
}

function discover(options: OAuthOptions): Promise<openid.Configuration> {
  const { loginUrl, clientId, clientSecret, clientAuth } = options;
  const authentication =
    clientAuth === 'client_secret_basic'
      ? openid.ClientSecretBasic(clientSecret)
      : openid.ClientSecretPost(clientSecret);
  return openid.discovery(
    loginUrl,
    clientId,
    { [openid.clockTolerance]: clockTolerance },
    authentication,
    {
      timeout: options.timeoutSeconds ?? 6,
      execute: [
        // The ID token's signature is checked too, although it came straight from the token endpoint.
        openid.enableNonRepudiationChecks,
        // The configuration allows http for a loopback host only.
        ...(loginUrl.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
      ],
    },
  );
}

function allowedInstance(tokens: openid.TokenEndpointResponse, loginUrl: URL): string {
  const origin = instanceOrigin(tokens.instance_url, loginUrl);
  if (origin === undefined) throw refused('instance_url_not_allowed', 'not a Salesforce host');
  return origin;
}

const refused = (error: string, description: string) =>
  new OAuthFailure('refused', error, description, undefined);
