import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser, expectDeparture, expectPage, signInByForm } from '../form-browser.ts';
import { byJwt, createKey, integration, seconds } from './jwt-test-client.ts';
import {
  authorizeUrl,
  type Changes,
  changeApp,
  deactivate,
  exchangeCode,
  type JsonAnswer,
  obtainCode,
  obtainTokens,
  postPanel,
  postToken,
  refresh,
} from './oauth-test-client.ts';

const ada = 'ada@northwind.example';
const other = createKey();
let org: Org;
let now = Date.now();

beforeAll(async () => {
  org = await createOrg({ clock: () => now });
});
afterAll(() => org.close());
beforeEach(() => {
  now = Date.now();
  org.reset();
});

const set = (settings: object) => postPanel(org, 'settings', settings);
const withCode = async (changes: Changes = {}) =>
  exchangeCode(org, await obtainCode(org, ada), changes);
const clientCredentials = (changes: Changes = {}) =>
  postToken(org, { grant_type: 'client_credentials', ...changes });

/** Gives each grant type what it needs, then lets something happen, then asks. */
const grants: Record<string, (happens: () => unknown) => Promise<JsonAnswer>> = {
  async authorization_code(happens) {
    const code = await obtainCode(org, ada);
    await happens();
    return exchangeCode(org, code);
  },
  async refresh_token(happens) {
    const { refresh_token = '' } = await obtainTokens(org, ada);
    await happens();
    return refresh(org, refresh_token);
  },
  async 'jwt-bearer'(happens) {
    await obtainTokens(org, ada);
    await happens();
    return byJwt(org, { sub: ada });
  },
  async client_credentials(happens) {
    await changeApp(org, { runAsUser: ada });
    await happens();
    return clientCredentials();
  },
};

type Row = readonly [
  condition: string,
  provoke: () => Promise<JsonAnswer>,
  error: string,
  description: string,
];

/** A condition that every grant type answers alike. */
const always = (
  condition: string,
  happens: () => unknown,
  error: string,
  description: string,
): Row[] =>
  Object.entries(grants).map(([grantType, ask]) => [
    `${condition}: ${grantType}`,
    () => ask(happens),
    error,
    description,
  ]);

describe('the token endpoint answers 400', () => {
  it.each<Row>([
    [
      'code unknown',
      () => exchangeCode(org, 'aPrxUnknown=='),
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'code used',
      async () => {
        const code = await obtainCode(org, ada);
        await exchangeCode(org, code);
        return exchangeCode(org, code);
      },
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'code expired',
      async () => {
        const code = await obtainCode(org, ada);
        now += 900_000;
        return exchangeCode(org, code);
      },
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'verifier wrong',
      () => withCode({ code_verifier: 'x'.repeat(43) }),
      'invalid_request',
      'invalid code verifier',
    ],
    [
      'verifier wrong, as it is seen',
      async () => {
        await set({ wrongVerifierError: 'invalid_grant' });
        return withCode({ code_verifier: 'x'.repeat(43) });
      },
      'invalid_grant',
      'invalid code verifier',
    ],
    [
      'verifier missing',
      () => withCode({ code_verifier: undefined }),
      'invalid_grant',
      'invalid code verifier',
    ],
    [
      'refresh token unknown',
      () => refresh(org, '5Aep861unknown'),
      'invalid_grant',
      'expired access/refresh token',
    ],
    [
      'refresh token expired',
      async () => {
        await set({ refreshTokenSeconds: 60 });
        const { refresh_token = '' } = await obtainTokens(org);
        now += 60_000;
        return refresh(org, refresh_token);
      },
      'invalid_grant',
      'expired access/refresh token',
    ],
    [
      'two refreshes of one token at once',
      async () => {
        const { refresh_token = '' } = await obtainTokens(org);
        await postPanel(org, 'faults', [{ path: '/token', delayMs: 700, times: 1 }]);
        const answers = await Promise.all([
          refresh(org, refresh_token),
          refresh(org, refresh_token),
        ]);
        const refused = answers.filter(({ status }) => status === 400);
        if (refused[0] === undefined || refused.length > 1) throw new Error('not one was refused');
        return refused[0];
      },
      'invalid_grant',
      'token request is already being processed',
    ],
    [
      'rotated refresh token used again',
      async () => {
        await set({ rotateRefreshTokens: true });
        const { refresh_token = '' } = await obtainTokens(org);
        await refresh(org, refresh_token);
        return refresh(org, refresh_token);
      },
      'invalid_grant',
      'expired access/refresh token',
    ],
    [
      'JWT: user has not consented',
      () => byJwt(org, { sub: 'mia@store.example' }),
      'invalid_grant',
      "user hasn't approved this consumer",
    ],
    [
      'JWT: app without the scope refresh_token',
      async () => {
        await changeApp(org, { scopes: ['api'] });
        return byJwt(org);
      },
      'invalid_request',
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    ],
    [
      'JWT: audience wrong',
      () => byJwt(org, { aud: 'https://elsewhere.example' }),
      'invalid_grant',
      'audience is invalid',
    ],
    [
      'JWT: a production audience for a sandbox',
      async () => {
        await set({ sandbox: true });
        return byJwt(org, { aud: 'https://login.salesforce.com' });
      },
      'invalid_grant',
      'audience is invalid',
    ],
    [
      'JWT: signature wrong',
      () => byJwt(org, {}, other.privateKey),
      'invalid_grant',
      'invalid assertion',
    ],
    [
      'JWT: certificate cleared',
      async () => {
        await changeApp(org, { certificate: null });
        return byJwt(org);
      },
      'invalid_grant',
      'invalid assertion',
    ],
    [
      'JWT: another certificate',
      async () => {
        await changeApp(org, { certificate: other.certificate });
        return byJwt(org);
      },
      'invalid_grant',
      'invalid assertion',
    ],
    [
      'JWT: expired',
      () => byJwt(org, { exp: seconds() - 1 }),
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'JWT: too far ahead',
      () => byJwt(org, { exp: seconds() + 3600 }),
      'invalid_grant',
      'expired authorization code',
    ],
    ...(['login', 'test'] as const).map(
      (hostKind): Row => [
        `client credentials on the ${hostKind} host`,
        async () => {
          await set({ hostKind });
          return clientCredentials();
        },
        'invalid_grant',
        'request not supported on this domain',
      ],
    ),
    [
      'client credentials not enabled',
      async () => {
        await changeApp(org, { clientCredentialsEnabled: false });
        return clientCredentials();
      },
      'invalid_grant',
      'client credentials flow not enabled',
    ],
    [
      'client credentials, no run-as user',
      async () => {
        await changeApp(org, { runAsUser: null });
        return clientCredentials();
      },
      'invalid_grant',
      'no client credentials user enabled',
    ],
    [
      'client credentials, nothing left of the scopes',
      async () => {
        await changeApp(org, { scopes: ['full', 'web', 'refresh_token'] });
        return clientCredentials();
      },
      'invalid_grant',
      'no valid scopes defined',
    ],
    ...always(
      'user not pre-authorized',
      () => changeApp(org, { permittedUsers: 'admin_approved', approvedProfiles: ['Sales'] }),
      'invalid_app_access',
      'user is not admin approved to access this app',
    ),
    ...always('user deactivated', () => deactivate(org, ada), 'inactive_user', 'user is inactive'),
    ...always(
      'user deactivated, as it is seen',
      async () => {
        deactivate(org, ada);
        await set({ inactiveUserError: 'invalid_grant' });
      },
      'invalid_grant',
      'inactive user',
    ),
    ...always(
      'login hours, IP range',
      () => set({ restrictedUsers: [ada] }),
      'invalid_grant',
      'ip restricted or invalid login hours',
    ),
    ...always(
      'app not installed',
      () => changeApp(org, { installed: false }),
      'app_not_found',
      'External client app is not installed in this org',
    ),
    [
      'unknown client',
      () => withCode({ client_id: 'x' }),
      'invalid_client_id',
      'client identifier invalid',
    ],
    [
      'JWT: unknown client',
      () => byJwt(org, { iss: 'x' }),
      'invalid_client_id',
      'client identifier invalid',
    ],
    [
      'wrong secret',
      () => withCode({ client_secret: 'x' }),
      'invalid_client',
      'invalid client credentials',
    ],
    [
      'no secret',
      () => clientCredentials({ client_secret: undefined }),
      'invalid_client',
      'invalid client credentials',
    ],
    [
      'redirect URI wrong',
      () => withCode({ redirect_uri: 'http://localhost:4001/auth/callback' }),
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    [
      'redirect URI missing',
      () => withCode({ redirect_uri: undefined }),
      'redirect_uri_missing',
      'must have redirect_uri',
    ],
    [
      'a scope',
      () => clientCredentials({ scope: 'api' }),
      'invalid_request',
      'scope parameter not supported',
    ],
    [
      'username and password that do not fit',
      () => postToken(org, { grant_type: 'password', username: ada, password: 'wrong' }),
      'invalid_grant',
      'authentication failure',
    ],
  ])('%s', async (_condition, provoke, error, error_description) => {
    expect(await provoke()).toEqual({ status: 400, body: { error, error_description } });
  });
});

describe('authorize goes back to the application with', () => {
  const back = async (changes: Changes = {}, decision = 'allow') => {
    const browser = createFormBrowser();
    const answer = await browser.open(authorizeUrl(org, changes));
    if ('leftFor' in answer) return answer.leftFor;
    const signedIn = await browser.submit(answer, { username: ada, pw: 'demo-password' });
    if ('leftFor' in signedIn) return signedIn.leftFor;
    return expectDeparture(await browser.submit(signedIn, { decision }));
  };

  it.each<readonly [string, () => Promise<URL>, string, string]>([
    [
      'no code challenge',
      () => back({ code_challenge: undefined }),
      'invalid_request',
      'missing required code challenge',
    ],
    [
      'the app not installed',
      async () => {
        await changeApp(org, { installed: false });
        return back();
      },
      'OAUTH_EC_APP_NOT_FOUND',
      'External client app is not installed in this org',
    ],
    [
      'the user not pre-authorized',
      async () => {
        await changeApp(org, { permittedUsers: 'admin_approved' });
        return back();
      },
      'OAUTH_APP_ACCESS_DENIED',
      'user is not admin approved to access this app',
    ],
    ['access denied', () => back({}, 'deny'), 'access_denied', 'end-user denied authorization'],
    [
      'access denied, in the other spelling',
      async () => {
        await set({ deniedError: 'access-denied' });
        return back({}, 'deny');
      },
      'access-denied',
      'end-user denied authorization',
    ],
  ])('%s', async (_condition, provoke, error, error_description) => {
    const url = await provoke();
    const state = 'the-state';
    expect(Object.fromEntries(url.searchParams)).toEqual({ error, error_description, state });
  });
});

describe('authorize stays', () => {
  const page = async (changes: Changes = {}) =>
    expectPage(await createFormBrowser().open(authorizeUrl(org, changes)));

  it.each([
    ['unknown client', { client_id: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    [
      'wrong redirect URI',
      { redirect_uri: 'https://evil.example/' },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
  ])('%s: says so on a page', async (_condition, changes, error, description) => {
    const { status, body } = await page(changes);
    expect(status).toBe(400);
    expect(body).toContain(`error=${error}&amp;error_description=${description}`);
  });

  it('no code challenge, where set so: says so in a body without a type', async () => {
    await set({ missingChallengeAnswer: 'body' });
    const { status, headers, body } = await page({ code_challenge: undefined });
    expect(status).toBe(400);
    expect(headers.has('content-type')).toBe(false);
    expect(body).toBe('error=invalid_request&error_description=missing required code challenge');
  });

  it('login hours, IP range: at the sign-in form, until they are over', async () => {
    await set({ restrictedUsers: [integration] });
    const browser = createFormBrowser();
    const form = expectPage(await browser.open(authorizeUrl(org)));
    const fields = { username: integration, pw: 'demo-password' };
    const again = expectPage(await browser.submit(form, fields));
    expect(again.body).toContain('your location or login time may be restricted');
    expect(browser.jar.cookie(new URL(org.url), 'sid_org')).toBeUndefined();
    await set({ restrictedUsers: [] });
    await signInByForm(browser, authorizeUrl(org), { username: integration });
  });
});

describe('and beyond the answer', () => {
  it('a verifier as long as Salesforce asks for is taken, one with a tilde is not', async () => {
    const exchangeWith = async (code_verifier: string) => {
      const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
      const code = await obtainCode(org, ada, { code_challenge });
      return exchangeCode(org, code, { code_verifier });
    };
    expect((await exchangeWith('a'.repeat(171))).status).toBe(200);
    const tilde = await exchangeWith(`${'a'.repeat(50)}~`);
    expect(tilde.body.error_description).toBe('invalid code verifier');
  });
});
