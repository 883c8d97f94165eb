import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { isAlive, obtainTokens, postPanel, postToken, refresh } from './oauth-test-client.ts';

const integration = 'integration@store.example';
const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

const seconds = () => Math.floor(Date.now() / 1000);

function sign(claims: JWTPayload, key = createPrivateKey(org.app.privateKey)): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(key);
}

async function byJwt(changes: JWTPayload = {}, key?: typeof foreignKey) {
  const right = { iss: org.app.clientId, sub: integration, aud: org.url, exp: seconds() + 180 };
  return postToken(org, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await sign({ ...right, ...changes }, key),
    client_id: undefined,
    client_secret: undefined,
  });
}

describe('token, jwt-bearer', () => {
  it('signs the integration user in, without a refresh token', async () => {
    const { status, body } = await byJwt();
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'id',
      'instance_url',
      'scope',
      'token_type',
    ]);
    expect(await isAlive(org, body.access_token)).toBe(true);
    const calls = await (await fetch(`${org.url}/__org__/calls`)).json();
    expect(calls).toMatchObject({ 'token:jwt-bearer': 1 });
  });

  it('does not count towards the five grants', async () => {
    await obtainTokens(org, integration);
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await byJwt());
    expect(await isAlive(org, answers[0]?.body.access_token)).toBe(true);
  });

  it.each([
    ['login.salesforce.com', () => ({ aud: 'https://login.salesforce.com' })],
    ['milliseconds', () => ({ exp: Date.now() + 180_000 })],
    ['300 milliseconds, as Salesforce’s CLI sends', () => ({ exp: Date.now() + 300 })],
    ['milliseconds that a slow network used up', () => ({ exp: Date.now() - 2000 })],
    ['prn instead of sub', () => ({ prn: integration, sub: 'nobody@store.example' })],
  ])('takes %s', async (_what, changes) => {
    expect((await byJwt(changes())).status).toBe(200);
  });

  it.each([
    ['audience', () => ({ aud: 'https://test.salesforce.com' }), 'audience is invalid'],
    ['no audience', () => ({ aud: [] }), 'audience is invalid'],
    ['expired', () => ({ exp: seconds() - 1 }), 'expired authorization code'],
    ['milliseconds, expired', () => ({ exp: Date.now() - 61_000 }), 'expired authorization code'],
    ['an hour ahead', () => ({ exp: seconds() + 3600 }), 'expired authorization code'],
    ['unknown user', () => ({ sub: 'nobody@store.example' }), "user hasn't approved this consumer"],
    ['not approved', () => ({ sub: 'mia@store.example' }), "user hasn't approved this consumer"],
  ] as const)('refuses %s', async (_what, changes, error_description) => {
    const { aud, ...rest } = changes() as JWTPayload;
    const answer = await byJwt({ ...rest, ...(aud === undefined ? {} : { aud }) });
    expect(answer).toEqual({ status: 400, body: { error: 'invalid_grant', error_description } });
  });

  it('refuses a foreign signature, a foreign app, and no JWT', async () => {
    expect((await byJwt({}, foreignKey)).body.error_description).toBe('invalid assertion');
    expect((await byJwt({ iss: 'x' })).body.error).toBe('invalid_client_id');
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const none = await postToken(org, { grant_type, assertion: 'x' });
    expect(none.body.error_description).toBe('invalid assertion');
    expect((await postToken(org, { grant_type })).body.error).toBe('invalid_request');
  });

  it('takes a user who approved with refresh_token, or every user where pre-authorized', async () => {
    await obtainTokens(org, 'mia@store.example', { scope: 'api' });
    expect((await byJwt({ sub: 'mia@store.example' })).status).toBe(400);
    await obtainTokens(org, 'mia@store.example', { scope: 'api refresh_token' });
    expect((await byJwt({ sub: 'mia@store.example' })).body.scope).toBe('api');
    await postPanel(org, 'settings', { consent: 'preauthorized' });
    expect((await byJwt({ sub: 'sam@store.example' })).status).toBe(200);
  });

  it('refuses an inactive user', async () => {
    const id = org.data().userByUsername(integration)?.id ?? '';
    org.data().tables.User.get(id).IsActive = false;
    expect((await byJwt()).body.error).toBe('inactive_user');
  });
});

describe('token, private_key_jwt', () => {
  async function byAssertion(changes: JWTPayload = {}, more = {}, key?: typeof foreignKey) {
    const { refresh_token = '' } = await obtainTokens(org);
    const { clientId } = org.app;
    const aud = `${org.url}/services/oauth2/token`;
    const claims = { iss: clientId, sub: clientId, aud, exp: seconds() + 180, ...changes };
    return refresh(org, refresh_token, {
      client_secret: undefined,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign(claims, key),
      ...more,
    });
  }

  it('authenticates the app, with its id in the body or not', async () => {
    expect((await byAssertion()).status).toBe(200);
    expect((await byAssertion({}, { client_id: undefined })).status).toBe(200);
  });

  it.each([
    ['the issuer as audience', () => ({ aud: org.url }), 'invalid_client'],
    ['another subject', () => ({ sub: 'x' }), 'invalid_client'],
    ['another issuer', () => ({ iss: 'x' }), 'invalid_client_id'],
    ['an expired one', () => ({ exp: seconds() - 1 }), 'invalid_client'],
    ['one for an hour', () => ({ exp: seconds() + 3600 }), 'invalid_client'],
  ])('refuses %s', async (_what, changes, error) => {
    expect((await byAssertion(changes())).body.error).toBe(error);
  });

  it('refuses a foreign signature, another type and another id', async () => {
    expect((await byAssertion({}, {}, foreignKey)).body.error).toBe('invalid_client');
    const type = { client_assertion_type: undefined };
    expect((await byAssertion({}, type)).body.error).toBe('invalid_client');
    expect((await byAssertion({}, { client_id: 'x' })).body.error).toBe('invalid_client_id');
  });

  it('counts for nothing where a secret is sent', async () => {
    const wrong = await byAssertion({}, { client_secret: 'wrong' });
    expect(wrong.body.error).toBe('invalid_client');
    const right = await byAssertion({ exp: 0 }, { client_secret: org.app.clientSecret });
    expect(right.status).toBe(200);
  });
});
