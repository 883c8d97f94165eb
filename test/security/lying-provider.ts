import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

/** Whom the provider says it is that signs in; ids as Salesforce's. */
export interface Person {
  readonly organizationId: string;
  readonly id: string;
}

/** What is not as it should be. */
export interface Lies {
  /** In its discovery document. */
  readonly metadata?: object;
  /** In the address that it sends the browser back to. */
  readonly callback?: Readonly<Record<string, string>>;
  /** In the ID token; what is `undefined` is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** How the ID token is signed; default: by the provider's key, RS256. */
  readonly signature?: 'another key' | 'the client secret' | 'no key' | 'an unknown key id';
  /** In the token answer. */
  readonly tokens?: object;
  /** In what it says of the user; `refused`: that nobody has asked who may. */
  readonly userinfo?: object | 'refused';
}

export interface LyingProvider {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in from now on, and with which lies. */
  say(person: Person, lies?: Lies): void;
  /** The bodies that the token endpoint was sent. */
  readonly tokenRequests: readonly URLSearchParams[];
  /** The addresses that it was asked for a code at. */
  readonly authorizations: readonly URLSearchParams[];
  /** Tokens that were given back. */
  readonly revoked: readonly string[];
  close(): Promise<void>;
}

/** In seconds since 1970. */
export const now = (): number => Math.floor(Date.now() / 1000);

/**
 * An OpenID provider under Salesforce's paths that tells whatever a test wants, with an API behind it that
 * answers one order of whoever asks, whose account is their organization.
 *
 * Nobody is shown a page: whoever comes is signed in.
 *
 * @example
 * const provider = await startLyingProvider();
 * provider.say(person, { claims: { aud: 'another app' } });
 */
export async function startLyingProvider(): Promise<LyingProvider> {
  const [key, otherKey] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const jwk = { ...(await exportJWK(key.publicKey)), kid: 'its key', alg: 'RS256', use: 'sig' };
  const [clientId, clientSecret] = ['the app', randomUUID()];
  const tokenRequests: URLSearchParams[] = [];
  const authorizations: URLSearchParams[] = [];
  const revoked: string[] = [];
  const codes = new Map<string, { person: Person; nonce: string | null }>();
  const accessTokens = new Map<string, Person>();
  let person: Person = { organizationId: '', id: '' };
  let lies: Lies = {};
  let url = '';

  const subject = ({ organizationId, id }: Person) => `${url}/id/${organizationId}/${id}`;

  function idToken(of: Person, nonce: string | null): Promise<string> | string {
    const claims: JWTPayload = {
      ...{ iss: url, sub: subject(of), aud: clientId, iat: now(), exp: now() + 120, nonce },
      ...lies.claims,
    };
    const { signature } = lies;
    if (signature === 'no key') return new UnsecuredJWT(claims).encode();
    if (signature === 'the client secret') {
      const secret = new TextEncoder().encode(clientSecret.padEnd(32, '-'));
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    }
    const kid = signature === 'an unknown key id' ? 'another key' : jwk.kid;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(signature === 'another key' ? otherKey.privateKey : key.privateKey);
  }

  async function tokenAnswer(form: URLSearchParams): Promise<object> {
    tokenRequests.push(form);
    const code = codes.get(form.get('code') ?? '');
    if (code === undefined) return { error: 'invalid_grant' };
    const accessToken = randomUUID();
    accessTokens.set(accessToken, code.person);
    return {
      ...{ access_token: accessToken, refresh_token: randomUUID(), token_type: 'Bearer' },
      ...{ instance_url: url, id_token: await idToken(code.person, code.nonce) },
      ...lies.tokens,
    };
  }

  const bearerOf = ({ headers }: IncomingMessage) =>
    accessTokens.get(headers.authorization?.replace('Bearer ', '') ?? '');

  function userinfo(request: IncomingMessage): object {
    const of = bearerOf(request);
    if (of === undefined) return { error: 'invalid_token' };
    const { organizationId: organization_id, id: user_id } = of;
    return {
      sub: subject(of),
      organization_id,
      user_id,
      name: organization_id,
      ...Object(lies.userinfo),
    };
  }

  function orders(request: IncomingMessage): object {
    const Name = bearerOf(request)?.organizationId;
    const order = {
      OrderNumber: '1',
      Status: 'Draft',
      EffectiveDate: '2026-01-01',
      TotalAmount: 1,
    };
    const records = [{ Id: '801000000000001AAA', ...order, Account: { Name } }];
    return { totalSize: 1, done: true, records };
  }

  function authorize(search: string, response: ServerResponse): void {
    const asked = new URLSearchParams(search);
    authorizations.push(asked);
    const code = randomUUID();
    codes.set(code, { person, nonce: asked.get('nonce') });
    const back = new URL(asked.get('redirect_uri') ?? url);
    const state = asked.get('state') ?? '';
    back.search = String(new URLSearchParams({ code, state, ...lies.callback }));
    response.writeHead(302, { location: back.href }).end();
  }

  async function answerOf(path: string, request: IncomingMessage): Promise<object> {
    const form = new URLSearchParams(await text(request));
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          userinfo_endpoint: `${url}/userinfo`,
          revocation_endpoint: `${url}/revoke`,
          jwks_uri: `${url}/keys`,
          response_types_supported: ['code'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          ...lies.metadata,
        };
      case '/keys':
        return { keys: [jwk] };
      case '/token':
        return tokenAnswer(form);
      case '/userinfo':
        return userinfo(request);
      case '/revoke':
        revoked.push(form.get('token') ?? '');
        return {};
      default:
        return path.startsWith('/services/data/') ? orders(request) : { error: 'not_found' };
    }
  }

  const server = createServer(async (request, response) => {
    const [path = '', search = ''] = request.url?.split('?') ?? [];
    if (path === '/authorize') {
      authorize(search, response);
      return;
    }
    if (path === '/userinfo' && lies.userinfo === 'refused') {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      return;
    }
    const answer = await answerOf(path, request);
    response.writeHead('error' in answer ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP port was asked for');
  url = `http://127.0.0.1:${address.port}`;

  return {
    ...{ url, clientId, clientSecret, tokenRequests, authorizations, revoked },
    say(who, what = {}) {
      person = who;
      lies = what;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
