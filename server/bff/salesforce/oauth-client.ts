import * as openid from 'openid-client';
import type { Grant } from '../session/vault.ts';
import type { User } from '../user.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { instanceOrigin, requireInstanceOrigin } from './instance-origin.ts';
import { OAuthFailure, oauthFailure } from './oauth-failure.ts';
import { isAway } from './refusals.ts';
import { type Claims, isSalesforceSubject, userFromClaims } from './user-from-claims.ts';

export interface OAuthClientOptions {
  readonly server: AuthorizationServer;
  /** Users sign in here, and tokens may go here. */
  readonly loginUrl: URL;
  /** Where Salesforce sends the browser back to, as registered in the app. */
  readonly callbackUrl: URL;
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
  /** Makes sure that what follows is one call. */
  ready(): Promise<void>;
  refresh(grant: Grant & { readonly refreshToken: string }): Promise<Grant>;
  /**
   * Whether a token still works, without using it (RFC 7662).
   * @returns `undefined` where the provider does not say
   */
  isAlive(token: string): Promise<boolean | undefined>;
  revoke(token: string): Promise<void>;
  /** Where a browser ends its Salesforce session, or `undefined` where the provider has no such place. */
  endSessionUrl(comeBackTo: URL): Promise<URL | undefined>;
}

/** What the product needs and no more: call the API, refresh, know who it is. */
const scope = 'api refresh_token openid';

/**
 * Salesforce's OAuth Web Server flow, spoken by a certified client.
 *
 * Every method throws an {@link OAuthFailure}.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm
 * @example
 * const oauth = createOAuthClient({ server, loginUrl: new URL('https://login.salesforce.com'), … });
 */
export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  const { ask } = options.server;

  return {
    authorizationUrl: (secrets) =>
      ask(async (config) =>
        openid.buildAuthorizationUrl(config, {
          redirect_uri: options.callbackUrl.href,
          scope,
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await openid.calculatePKCECodeChallenge(secrets.codeVerifier),
          code_challenge_method: 'S256',
        }),
      ),

    async exchange(callback, secrets) {
      const { config, tokens } = await ask(async (config) => ({
        config,
        tokens: await openid.authorizationCodeGrant(config, callback, {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          pkceCodeVerifier: secrets.codeVerifier,
          idTokenExpected: true,
        }),
      }));
      // Outside of that: whatever goes wrong now, the code is spent and must not be shown again.
      try {
        return await identify(config, tokens, options.loginUrl);
      } catch (error) {
        // Nobody will hold this grant: it must not count among the five of the user.
        const alone = isSalesforceSubject(tokens.claims()?.sub ?? '');
        void openid
          .tokenRevocation(config, (alone && tokens.refresh_token) || tokens.access_token)
          .catch(() => undefined);
        throw oauthFailure(error);
      }
    },

    ready: () => ask(async () => undefined),

    async isAlive(token) {
      try {
        return await ask(async (config) => {
          if (config.serverMetadata().introspection_endpoint === undefined) return undefined;
          return (await openid.tokenIntrospection(config, token)).active;
        });
      } catch (error) {
        // A refusal is of our asking; it says nothing of the token.
        if (error instanceof OAuthFailure && !isAway(error)) return undefined;
        throw error;
      }
    },

    refresh: (grant) =>
      ask(async (config) => {
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
      ask(async (config) => {
        // A provider without this endpoint ends its grants by time alone.
        if (config.serverMetadata().revocation_endpoint === undefined) return;
        await openid.tokenRevocation(config, token);
      }),

    endSessionUrl: (comeBackTo) =>
      ask(async (config) =>
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
  const instanceUrl = requireInstanceOrigin(tokens.instance_url, loginUrl);
  const claims: Claims | undefined = tokens.claims();
  if (claims === undefined) throw new OAuthFailure('refused', 'invalid_id_token', '', undefined);
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
