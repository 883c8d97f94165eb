import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { byJwt, createKey, integration, seconds } from './jwt-test-client.ts';
import {
  changeApp,
  createApp,
  deactivate,
  isAlive,
  obtainTokens,
  postPanel,
  postToken,
} from './oauth-test-client.ts';

const other = createKey();
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

describe('token, jwt-bearer', () => {
  it('signs the integration user in, without a refresh token', async () => {
    const { status, body } = await byJwt(org);
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
    for (let i = 0; i < 6; i += 1) answers.push(await byJwt(org));
    expect(await isAlive(org, answers[0]?.body.access_token)).toBe(true);
  });

  it.each([
    ['the token URL as audience', () => ({ aud: `${org.url}/services/oauth2/token` })],
    ['login.salesforce.com', () => ({ aud: 'https://login.salesforce.com' })],
    ['a slash at the end, as Salesforce’s CLI writes', () => ({ aud: `${org.url}/` })],
    ['several audiences', () => ({ aud: ['https://x.example', org.url] })],
    ['milliseconds', () => ({ exp: Date.now() + 180_000 })],
    ['300 milliseconds, as Salesforce’s CLI sends', () => ({ exp: Date.now() + 300 })],
    ['milliseconds that a slow network used up', () => ({ exp: Date.now() - 2000 })],
    ['prn instead of sub', () => ({ prn: integration, sub: 'nobody@store.example' })],
    ['a username in capitals', () => ({ sub: integration.toUpperCase() })],
  ])('takes %s', async (_what, changes) => {
    expect((await byJwt(org, changes())).status).toBe(200);
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
    const answer = await byJwt(org, { ...rest, ...(aud === undefined ? {} : { aud }) });
    expect(answer).toEqual({ status: 400, body: { error: 'invalid_grant', error_description } });
  });

  it('wants test.salesforce.com where the org is a sandbox', async () => {
    await postPanel(org, 'settings', { sandbox: true });
    expect((await byJwt(org, { aud: 'https://test.salesforce.com' })).status).toBe(200);
    expect((await byJwt(org)).status).toBe(200);
    const production = await byJwt(org, { aud: 'https://login.salesforce.com' });
    expect(production.body.error_description).toBe('audience is invalid');
  });

  it('refuses a foreign signature, an unknown app, and no JWT', async () => {
    const foreign = await byJwt(org, {}, other.privateKey);
    expect(foreign.body.error_description).toBe('invalid assertion');
    expect((await byJwt(org, { iss: 'x' })).body.error).toBe('invalid_client_id');
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const none = await postToken(org, { grant_type, assertion: 'x' });
    expect(none.body.error_description).toBe('invalid assertion');
    expect((await postToken(org, { grant_type })).body.error).toBe('invalid_request');
  });

  it('goes by the certificate that the app has at the moment', async () => {
    const invalid = { error: 'invalid_grant', error_description: 'invalid assertion' };
    await changeApp(org, { certificate: null });
    expect((await byJwt(org)).body).toEqual(invalid);
    await changeApp(org, { certificate: other.certificate });
    expect((await byJwt(org)).body).toEqual(invalid);
    expect((await byJwt(org, {}, other.privateKey)).status).toBe(200);
    org.reset();
    expect((await byJwt(org)).status).toBe(200);
  });

  it('verifies each app with its own certificate', async () => {
    const app = await createApp(org, { certificate: other.certificate });
    const [iss, sub] = [app.client_id, 'sam@store.example'];
    await obtainTokens(org, sub, app);
    expect((await byJwt(org, { iss, sub }, other.privateKey)).status).toBe(200);
    expect((await byJwt(org, { iss, sub })).body.error_description).toBe('invalid assertion');
    const asStorefront = await byJwt(org, {}, other.privateKey);
    expect(asStorefront.body.error_description).toBe('invalid assertion');
  });

  it('takes a user who approved with refresh_token, or every user where pre-authorized', async () => {
    await obtainTokens(org, 'mia@store.example', { scope: 'api' });
    expect((await byJwt(org, { sub: 'mia@store.example' })).status).toBe(400);
    await obtainTokens(org, 'mia@store.example', { scope: 'api refresh_token' });
    expect((await byJwt(org, { sub: 'mia@store.example' })).body.scope).toBe('api');
    await postPanel(org, 'settings', { consent: 'preauthorized' });
    expect((await byJwt(org, { sub: 'sam@store.example' })).status).toBe(200);
  });

  it('takes an approval for the app that it was given to', async () => {
    const app = await createApp(org, { certificate: other.certificate });
    await obtainTokens(org, 'mia@store.example', app);
    expect((await byJwt(org, { sub: 'mia@store.example' })).status).toBe(400);
  });

  it('refuses an inactive user', async () => {
    deactivate(org, integration);
    expect((await byJwt(org)).body.error).toBe('inactive_user');
  });
});
