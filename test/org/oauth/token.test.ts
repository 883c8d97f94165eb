import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { createFormBrowser } from '../form-browser.ts';
import {
  type Changes,
  exchangeCode,
  isAlive,
  obtainCode,
  obtainTokens,
  postPanel,
  postToken,
  refresh,
} from './oauth-test-client.ts';

const ada = 'ada@northwind.example';
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

function deactivate(username: string): void {
  const id = org.data().userByUsername(username)?.id ?? '';
  org.data().tables.User.get(id).IsActive = false;
}

const deadCode = { error: 'invalid_grant', error_description: 'expired authorization code' };
const deadRefresh = { error: 'invalid_grant', error_description: 'expired access/refresh token' };

describe('token, authorization_code', () => {
  it('answers what Salesforce answers, and nothing else', async () => {
    const { status, body } = await exchangeCode(org, await obtainCode(org, ada));
    expect(status).toBe(200);
    const userId = org.data().userByUsername(ada)?.id;
    const id = `${org.url}/id/${org.data().organizationId}/${userId}`;
    expect(body).toEqual({
      access_token: expect.stringMatching(/^00D[A-Za-z0-9]{12}!AQ[\w.]{80,}$/),
      refresh_token: expect.stringMatching(/^5Aep861[\w.]{60,}$/),
      signature: createHmac('sha256', org.app.clientSecret)
        .update(id + body.issued_at)
        .digest('base64'),
      scope: 'refresh_token openid api',
      id_token: expect.any(String),
      instance_url: org.url,
      id,
      token_type: 'Bearer',
      issued_at: String(now),
    });
  });

  it('leaves out what the scope does not give', async () => {
    const tokens = await obtainTokens(org, ada, { scope: 'api' });
    expect(tokens).not.toHaveProperty('refresh_token');
    expect(tokens).not.toHaveProperty('id_token');
    expect(tokens.scope).toBe('api');
  });

  it('takes offline_access for refresh_token, and every scope of the app for none', async () => {
    const tokens = await obtainTokens(org, ada, { scope: 'offline_access' });
    expect(tokens.scope).toBe('refresh_token');
    expect(tokens).toHaveProperty('refresh_token');
    const all = await obtainTokens(org, ada, { scope: undefined });
    expect(all.scope).toBe('refresh_token web openid api id profile email address phone');
  });

  it.each([
    ['unknown client', { client_id: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    ['no client', { client_id: undefined }, 'invalid_client_id', 'client identifier invalid'],
    ['wrong secret', { client_secret: 'x' }, 'invalid_client', 'invalid client credentials'],
    ['no secret', { client_secret: undefined }, 'invalid_client', 'invalid client credentials'],
    ['unknown code', { code: 'aPrxUnknown==' }, 'invalid_grant', 'expired authorization code'],
    ['no code', { code: undefined }, 'invalid_request', 'missing required parameter: code'],
    [
      'other address',
      { redirect_uri: 'http://localhost:4001/auth/callback' },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    ['no address', { redirect_uri: undefined }, 'redirect_uri_missing', 'must have redirect_uri'],
    [
      'wrong verifier',
      { code_verifier: 'x'.repeat(43) },
      'invalid_request',
      'invalid code verifier',
    ],
    ['no verifier', { code_verifier: undefined }, 'invalid_grant', 'invalid code verifier'],
    [
      'other grant type',
      { grant_type: 'password' },
      'unsupported_grant_type',
      'grant type not supported',
    ],
    [
      'no grant type',
      { grant_type: undefined },
      'unsupported_grant_type',
      'grant type not supported',
    ],
  ] satisfies [string, Changes, string, string][])(
    'refuses %s',
    async (_what, changes, error, error_description) => {
      const answer = await exchangeCode(org, await obtainCode(org, ada), changes);
      expect(answer).toEqual({ status: 400, body: { error, error_description } });
    },
  );

  it('refuses a verifier for a code that had no challenge', async () => {
    await postPanel(org, 'settings', { requirePkce: false });
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    const answer = await exchangeCode(org, await obtainCode(org, ada, without));
    expect(answer.body.error).toBe('invalid_grant');
  });

  it('takes a code once, and its second use revokes the tokens of the first', async () => {
    const code = await obtainCode(org, ada);
    const { body } = await exchangeCode(org, code);
    expect(await isAlive(org, body.access_token)).toBe(true);
    expect(await exchangeCode(org, code)).toEqual({ status: 400, body: deadCode });
    expect(await isAlive(org, body.access_token)).toBe(false);
    expect((await refresh(org, body.refresh_token ?? '')).body).toEqual(deadRefresh);
  });

  it('lets a code die after codeSeconds', async () => {
    const code = await obtainCode(org, ada);
    now += 900_000;
    expect((await exchangeCode(org, code)).body).toEqual(deadCode);
  });

  it('refuses a user who was deactivated meanwhile', async () => {
    const code = await obtainCode(org, ada);
    deactivate(ada);
    expect((await exchangeCode(org, code)).body).toEqual({
      error: 'inactive_user',
      error_description: 'user is inactive',
    });
  });

  it('revokes the oldest of six grants of one user, and nobody else’s', async () => {
    const grace = await obtainTokens(org, 'grace@contoso.example');
    const grants = [];
    for (let i = 0; i < 6; i += 1) grants.push(await obtainTokens(org, ada));
    const alive = await Promise.all(grants.map((grant) => isAlive(org, grant.access_token)));
    expect(alive).toEqual([false, true, true, true, true, true]);
    expect((await refresh(org, grants[0]?.refresh_token ?? '')).body).toEqual(deadRefresh);
    expect((await refresh(org, grants[1]?.refresh_token ?? '')).status).toBe(200);
    expect(await isAlive(org, grace.access_token)).toBe(true);
  });

  it('wants POST, a form, and every parameter once', async () => {
    const url = `${org.url}/services/oauth2/token`;
    expect(await (await fetch(url)).json()).toMatchObject({ error: 'invalid_request' });
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const answer = await fetch(url, { ...json, body: '{"grant_type":"refresh_token"}' });
    expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' });
    const twice = new URLSearchParams([...Array(2)].map(() => ['grant_type', 'refresh_token']));
    const again = await fetch(url, { method: 'POST', body: twice });
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_request' });
    expect(again.headers.get('cache-control')).toBe('no-store');
  });
});

describe('token, client authentication', () => {
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  });
  const inHeader = { client_id: undefined, client_secret: undefined };

  it('takes client_secret_basic', async () => {
    const { refresh_token } = await obtainTokens(org);
    const headers = basic(org.app.clientId, org.app.clientSecret);
    const given = { grant_type: 'refresh_token', refresh_token };
    expect((await postToken(org, { ...given, ...inHeader }, headers)).status).toBe(200);
    expect((await postToken(org, { ...given, client_secret: undefined }, headers)).status).toBe(
      200,
    );
  });

  it.each([
    ['wrong secret', () => basic(org.app.clientId, 'x'), 'invalid_client'],
    ['unknown client', () => basic('x', org.app.clientSecret), 'invalid_client_id'],
    ['not base64', () => ({ authorization: 'Basic ???' }), 'invalid_client_id'],
    ['no colon', () => ({ authorization: `Basic ${btoa('x')}` }), 'invalid_client_id'],
    ['bad percent', () => ({ authorization: `Basic ${btoa('%:%')}` }), 'invalid_client_id'],
  ] as const)('refuses a header with %s', async (_what, headers, error) => {
    const given = { grant_type: 'refresh_token', refresh_token: 'x', ...inHeader };
    expect((await postToken(org, given, headers())).body.error).toBe(error);
  });

  it('lets the body win over the header', async () => {
    const { refresh_token } = await obtainTokens(org);
    const given = { grant_type: 'refresh_token', refresh_token };
    expect((await postToken(org, given, basic(org.app.clientId, 'wrong'))).status).toBe(200);
    const right = basic(org.app.clientId, org.app.clientSecret);
    const wrong = { ...given, client_secret: 'wrong' };
    expect((await postToken(org, wrong, right)).body.error).toBe('invalid_client');
  });

  it('does without a secret only where the app is set so', async () => {
    const { refresh_token } = await obtainTokens(org);
    const given = { grant_type: 'refresh_token', refresh_token, client_secret: undefined };
    expect((await postToken(org, given)).status).toBe(400);
    await postPanel(org, 'settings', { requireSecretForRefreshTokenFlow: false });
    expect((await postToken(org, given)).status).toBe(200);
    expect((await postToken(org, { ...given, client_secret: 'wrong' })).status).toBe(400);
  });
});

describe('token, refresh_token', () => {
  it('answers a new access token, and no refresh token without rotation', async () => {
    const first = await obtainTokens(org);
    const { status, body } = await refresh(org, first.refresh_token ?? '');
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(body.access_token).not.toBe(first.access_token);
    expect(await isAlive(org, body.access_token)).toBe(true);
    expect(await isAlive(org, first.access_token)).toBe(true);
  });

  it('rotates, and the reuse of a spent token revokes the family', async () => {
    await postPanel(org, 'settings', { rotateRefreshTokens: true });
    const first = await obtainTokens(org);
    const { body: second } = await refresh(org, first.refresh_token ?? '');
    expect(second.refresh_token).toMatch(/^5Aep861/);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const { body: third } = await refresh(org, second.refresh_token ?? '');
    expect(await isAlive(org, third.access_token)).toBe(true);
    const reuse = await refresh(org, first.refresh_token ?? '');
    expect(reuse).toEqual({ status: 400, body: deadRefresh });
    for (const token of [first, second, third]) {
      expect(await isAlive(org, token.access_token)).toBe(false);
    }
    expect((await refresh(org, third.refresh_token ?? '')).body).toEqual(deadRefresh);
  });

  it('leaves the user’s other grants alone when a family is revoked', async () => {
    await postPanel(org, 'settings', { rotateRefreshTokens: true });
    const other = await obtainTokens(org);
    const first = await obtainTokens(org);
    await refresh(org, first.refresh_token ?? '');
    await refresh(org, first.refresh_token ?? '');
    expect(await isAlive(org, other.access_token)).toBe(true);
  });

  it.each([
    ['unknown', '5Aep861unknown'],
    ['not a token', '{}'],
  ])('refuses a token that is %s', async (_what, token) => {
    expect(await refresh(org, token)).toEqual({ status: 400, body: deadRefresh });
  });

  it('refuses a request without a token', async () => {
    const answer = await refresh(org, '');
    expect(answer.body.error).toBe('invalid_request');
  });

  it('refuses a user who was deactivated, and her access token', async () => {
    const tokens = await obtainTokens(org);
    deactivate(ada);
    expect((await refresh(org, tokens.refresh_token ?? '')).body.error).toBe('inactive_user');
    expect(await isAlive(org, tokens.access_token)).toBe(false);
  });

  it('refuses a second refresh while the first is under way', async () => {
    const { refresh_token = '' } = await obtainTokens(org);
    await postPanel(org, 'faults', [{ path: '/token', delayMs: 200, times: 1 }]);
    const [first, second] = await Promise.all([
      refresh(org, refresh_token),
      refresh(org, refresh_token),
    ]);
    const refused = first.status === 400 ? first : second;
    expect([first.status, second.status].sort()).toEqual([200, 400]);
    expect(refused.body).toEqual({
      error: 'invalid_grant',
      error_description: 'token request is already being processed',
    });
    expect((await refresh(org, refresh_token)).status).toBe(200);
  });

  it('still works on it after the caller stopped waiting', async () => {
    const { refresh_token = '' } = await obtainTokens(org);
    await postPanel(org, 'faults', [{ path: '/token', delayMs: 300, times: 1 }]);
    const impatient = fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }),
      signal: AbortSignal.timeout(100),
    });
    await expect(impatient).rejects.toThrow();
    expect((await refresh(org, refresh_token)).status).toBe(400);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await refresh(org, refresh_token)).status).toBe(200);
  });

  it('keeps to the lifetimes that are set', async () => {
    await postPanel(org, 'settings', { accessTokenSeconds: 60, refreshTokenSeconds: 600 });
    const tokens = await obtainTokens(org);
    now += 59_000;
    expect(await isAlive(org, tokens.access_token)).toBe(true);
    now += 1000;
    expect(await isAlive(org, tokens.access_token)).toBe(false);
    expect((await refresh(org, tokens.refresh_token ?? '')).status).toBe(200);
    now += 540_000;
    expect((await refresh(org, tokens.refresh_token ?? '')).body).toEqual(deadRefresh);
  });

  it('ends the browser’s session with the org after a while', async () => {
    const browser = createFormBrowser();
    await obtainCode(org, ada, {}, browser);
    expect(await obtainCode(org, 'nobody', {}, browser)).toMatch(/^aPrx/);
    now += 7_200_000;
    await expect(obtainCode(org, 'nobody', {}, browser)).rejects.toThrow('still at');
  });
});
