import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import Provider, { type Context } from 'oidc-provider';

/** Salesforce's paths, in front of a provider that others wrote. */
const routes = {
  authorization: '/services/oauth2/authorize',
  token: '/services/oauth2/token',
  userinfo: '/services/oauth2/userinfo',
  revocation: '/services/oauth2/revoke',
  introspection: '/services/oauth2/introspect',
  end_session: '/services/auth/idp/oidc/logout',
  jwks: '/id/keys',
};

const accountId = 'somebody';

export interface OtherProviderOptions {
  readonly port: number;
  /** Where the app's callback is. */
  readonly appUrl: string;
  /** How the app proves to be itself: a secret, or the public half of its key. */
  readonly client:
    | {
        readonly method: 'client_secret_post' | 'client_secret_basic';
        readonly secret: string;
      }
    | { readonly method: 'private_key_jwt'; readonly jwks: JSONWebKeySet };
  /** Whether every refresh answers a new refresh token; one that is used again ends all of the grant. */
  readonly rotates: boolean;
  /** Where it lives on its host, as an Experience Cloud site does: `/customers`. Default: at the root. */
  readonly path?: string;
}

export interface OtherProvider {
  readonly url: string;
  readonly clientId: string;
  /** Every access and refresh token that it has given out. */
  readonly tokens: readonly string[];
  /** Lets the access tokens of now die. */
  expireAccessTokens(): void;
  refreshes(): number;
  close(): Promise<void>;
}

/**
 * Another OpenID provider than the embedded org, under Salesforce's paths, and an API behind it that
 * answers one order: the server speaks the protocol, not the org.
 *
 * Nobody is shown a page: whoever comes is signed in.
 *
 * @example
 * const provider = await startOtherProvider({ port, appUrl, client, rotates: true });
 */
export async function startOtherProvider(options: OtherProviderOptions): Promise<OtherProvider> {
  const { port, appUrl, client, rotates, path: site = '' } = options;
  const url = `http://127.0.0.1:${port}${site}`;
  const clientId = 'storefront';
  const tokens: string[] = [];
  const dead = new Set<string>();
  let refreshes = 0;

  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [`${appUrl}/auth/callback`],
        post_logout_redirect_uris: [`${appUrl}/`],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: client.method,
        ...('secret' in client ? { client_secret: client.secret } : { jwks: client.jwks }),
      },
    ],
    routes,
    scopes: ['openid', 'api', 'refresh_token'],
    claims: { openid: ['sub', 'name', 'email', 'preferred_username'] },
    conformIdTokenClaims: true,
    pkce: { required: () => true },
    rotateRefreshToken: rotates,
    issueRefreshToken: () => true,
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Session: 600, Interaction: 600 },
    cookies: { keys: ['only for this test'] },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      introspection: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: () => '/signed-in' },
    findAccount: () => ({
      accountId,
      claims: () => ({ sub: accountId, name: 'Some Body', email: 'some@body.example' }),
    }),
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session.accountId,
        clientId: oidc.client.clientId,
      });
      grant.addOIDCScope('openid api refresh_token');
      await grant.save();
      return grant;
    },
  });
  const answerOAuth = provider.callback();

  async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    const found = dead.has(token) ? undefined : await provider.AccessToken.find(token);
    const isGood = found !== undefined && !found.isExpired;
    response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        isGood
          ? { totalSize: 0, done: true, records: [] }
          : [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
      ),
    );
  }

  // An opaque token's value is its id.
  const note = (token: unknown) => void tokens.push((token as { readonly jti: string }).jti);
  provider.on('access_token.saved', note).on('refresh_token.saved', note);

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    if (path.startsWith('/services/data/')) void answerApi(request, response);
    else if (path === '/signed-in') {
      void provider.interactionFinished(request, response, { login: { accountId } });
    } else if (path.startsWith(`${site}/`)) {
      // As a framework does that mounts it there, so that it finds its own addresses.
      Object.assign(request, { originalUrl: request.url, url: request.url?.slice(site.length) });
      answerOAuth(request, response);
    } else response.writeHead(404).end();
  });
  provider.on('grant.success', (context) => {
    const { params } = (context as { oidc: { params: { grant_type: string } } }).oidc;
    if (params.grant_type === 'refresh_token') refreshes += 1;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    url,
    clientId,
    tokens,
    refreshes: () => refreshes,
    expireAccessTokens() {
      for (const token of tokens) dead.add(token);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
