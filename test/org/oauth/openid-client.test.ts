import { createRemoteJWKSet, decodeProtectedHeader, importPKCS8, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser, expectDeparture, signInByForm } from '../form-browser.ts';
import { callback } from './oauth-test-client.ts';

let org: Org;

beforeAll(async () => {
  org = await createOrg({ settings: { rotateRefreshTokens: true } });
});
afterAll(() => org.close());

function discover(host: string, authentication: client.ClientAuth): Promise<client.Configuration> {
  const issuer = new URL(`http://${host}:${org.port}`);
  return client.discovery(issuer, org.app.clientId, undefined, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
}

/** Salesforce wants the token URL for the audience, where this client puts the issuer (D). */
async function privateKeyJwt(): Promise<client.ClientAuth> {
  const key = await importPKCS8(org.app.privateKey, 'RS256');
  return client.PrivateKeyJwt(key, {
    [client.modifyAssertion](_header, payload) {
      payload.aud = `${org.url}/services/oauth2/token`;
    },
  });
}

/** The whole way of somebody else's client, which checks what OpenID Connect tells it to check. */
async function signIn(host: string, authentication: (secret: string) => client.ClientAuth) {
  const config = await discover(host, authentication(org.app.clientSecret));
  const issuer = config.serverMetadata().issuer;
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const browser = createFormBrowser();
  const back = await signInByForm(
    browser,
    client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid api refresh_token',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }),
    { username: 'grace@contoso.example' },
  );
  const tokens = await client.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return { config, tokens, browser, nonce, issuer };
}

describe.each([
  ['127.0.0.1', 'client_secret_post', client.ClientSecretPost],
  ['localhost', 'client_secret_basic', client.ClientSecretBasic],
  ['[::1]', 'client_secret_post', client.ClientSecretPost],
] as const)('openid-client under %s with %s', (host, _method, authentication) => {
  it('discovers, signs in, asks who it is, refreshes, revokes and signs out', async () => {
    const { config, tokens, browser, issuer } = await signIn(host, authentication);
    const subject = tokens.claims()?.sub ?? '';
    expect(subject.startsWith(`${issuer}/id/`)).toBe(true);
    const info = await client.fetchUserInfo(config, tokens.access_token, subject);
    expect(info.preferred_username).toBe('grace@contoso.example');

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(subject);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);

    const { active } = await client.tokenIntrospection(config, refreshed.access_token);
    expect(active).toBe(true);
    await client.tokenRevocation(config, refreshed.refresh_token ?? '');
    const after = await client.tokenIntrospection(config, refreshed.access_token);
    expect(after.active).toBe(false);

    const end = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://localhost:4000/',
    });
    expect(expectDeparture(await browser.open(end)).href).toBe('http://localhost:4000/');
  });
});

describe('openid-client as an app that acts by itself', () => {
  it.each([
    ['client_secret_post', () => client.ClientSecretPost(org.app.clientSecret)],
    ['client_secret_basic', () => client.ClientSecretBasic(org.app.clientSecret)],
    ['private_key_jwt', async () => privateKeyJwt()],
  ])('gets a token with %s', async (_method, authentication) => {
    const config = await discover('127.0.0.1', await authentication());
    expect(config.serverMetadata().grant_types_supported).toContain('client_credentials');
    const tokens = await client.clientCredentialsGrant(config);
    expect(tokens).not.toHaveProperty('refresh_token');
    expect(tokens).not.toHaveProperty('id_token');
    const { active, username } = await client.tokenIntrospection(config, tokens.access_token);
    expect(active).toBe(true);
    expect(username).toBe('integration@store.example');
    await client.tokenRevocation(config, tokens.access_token);
    expect((await client.tokenIntrospection(config, tokens.access_token)).active).toBe(false);
  });
});

describe('the ID token', () => {
  it('verifies by jose against the published keys', async () => {
    const { tokens, issuer, nonce } = await signIn('127.0.0.1', client.ClientSecretPost);
    const keys = createRemoteJWKSet(new URL(`${issuer}/id/keys`));
    const idToken = tokens.id_token ?? '';
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: org.app.clientId,
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'exp', 'iat', 'nonce', 'at_hash', 'auth_time'],
    });
    expect(payload.nonce).toBe(nonce);
    expect(payload.sub).toBe(tokens.id);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120);
    expect(decodeProtectedHeader(idToken).kid).toBe('256');
  });
});
