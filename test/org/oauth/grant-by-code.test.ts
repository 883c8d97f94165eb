import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import {
  type Changes,
  deactivate,
  exchangeCode,
  isAlive,
  obtainCode,
  obtainTokens,
  postPanel,
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
      { grant_type: 'implicit' },
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

  it('takes a verifier as long as Salesforce asks for, and none with a tilde', async () => {
    const exchangeWith = async (code_verifier: string) => {
      const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
      const code = await obtainCode(org, ada, { code_challenge });
      return exchangeCode(org, code, { code_verifier });
    };
    expect((await exchangeWith('a'.repeat(171))).status).toBe(200);
    const tilde = await exchangeWith(`${'a'.repeat(50)}~`);
    expect(tilde.body.error_description).toBe('invalid code verifier');
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
    deactivate(org, ada);
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
