import type { KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { clientAssertion, createKey, seconds } from './jwt-test-client.ts';
import {
  type Changes,
  changeApp,
  createApp,
  exchangeCode,
  obtainCode,
  obtainTokens,
  postToken,
  refresh,
} from './oauth-test-client.ts';

const other = createKey();
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

async function byAssertion(changes: JWTPayload = {}, more: Changes = {}, key?: KeyObject) {
  const { refresh_token = '' } = await obtainTokens(org);
  return refresh(org, refresh_token, { ...(await clientAssertion(org, changes, key)), ...more });
}

describe('token, private_key_jwt', () => {
  it('authenticates the app, with its id in the body or not, whatever the grant type', async () => {
    expect((await byAssertion()).status).toBe(200);
    expect((await byAssertion({}, { client_id: undefined })).status).toBe(200);
    const assertion = await clientAssertion(org);
    const code = await obtainCode(org, 'ada@northwind.example');
    expect((await exchangeCode(org, code, assertion)).status).toBe(200);
    const grant_type = 'client_credentials';
    expect((await postToken(org, { grant_type, ...assertion })).status).toBe(200);
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

  it('refuses a foreign signature, another type, another id, and no JWT', async () => {
    expect((await byAssertion({}, {}, other.privateKey)).body.error).toBe('invalid_client');
    const type = { client_assertion_type: undefined };
    expect((await byAssertion({}, type)).body.error).toBe('invalid_client');
    expect((await byAssertion({}, { client_id: 'x' })).body.error).toBe('invalid_client_id');
    const none = await byAssertion({}, { client_assertion: 'x' });
    expect(none.body.error).toBe('invalid_client');
  });

  it('counts for nothing where a secret is sent', async () => {
    const wrong = await byAssertion({}, { client_secret: 'wrong' });
    expect(wrong.body.error).toBe('invalid_client');
    const right = await byAssertion({ exp: 0 }, { client_secret: org.app.clientSecret });
    expect(right.status).toBe(200);
  });

  it('goes by the certificate that the app has at the moment', async () => {
    const refused = {
      status: 400,
      body: { error: 'invalid_client', error_description: 'invalid client credentials' },
    };
    await changeApp(org, { certificate: null });
    expect(await byAssertion()).toEqual(refused);
    await changeApp(org, { certificate: other.certificate });
    expect(await byAssertion()).toEqual(refused);
    expect((await byAssertion({}, {}, other.privateKey)).status).toBe(200);
  });

  it('does not take one app for another', async () => {
    const app = await createApp(org, { certificate: other.certificate });
    const ids = { iss: app.client_id ?? '', sub: app.client_id ?? '' };
    const client_id = undefined;
    // Right for its own app, which the refresh token is not of.
    const others = await byAssertion(ids, { client_id }, other.privateKey);
    expect(others.body.error_description).toBe('expired access/refresh token');
    expect((await byAssertion(ids, { client_id })).body.error).toBe('invalid_client');
  });
});
