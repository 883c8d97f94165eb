import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { demoPassword } from '../pages/demo-users.ts';
import { type Changes, postPanel, postToken } from './oauth-test-client.ts';

const sam = 'sam@store.example';
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

function byPassword(changes: Changes = {}) {
  const right = { grant_type: 'password', username: sam, password: demoPassword };
  return postToken(org, { ...right, ...changes });
}

const failure = { error: 'invalid_grant', error_description: 'authentication failure' };

describe('token, password', () => {
  it('signs in for REST, without scope, refresh token or ID token', async () => {
    const { status, body } = await byPassword();
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'signature',
      'token_type',
    ]);
    const headers = { authorization: `Bearer ${body.access_token ?? ''}` };
    const url = `${org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Account`;
    expect((await (await fetch(url, { headers })).json()).totalSize).toBe(2);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }],
    ['a wrong password of a portal user', { username: 'ada@northwind.example', password: 'wrong' }],
    ['nobody', { username: 'nobody@store.example' }],
    ['a portal user, whose site does not have the flow', { username: 'ada@northwind.example' }],
  ])('refuses %s in the same words', async (_, changes) => {
    expect(await byPassword(changes)).toEqual({ status: 400, body: failure });
  });

  it('refuses an inactive user in the same words, and everybody once it is blocked', async () => {
    org.data().tables.User.get(org.data().userByUsername(sam)?.id ?? '').IsActive = false;
    expect((await byPassword()).body).toEqual(failure);
    await postPanel(org, 'settings', { usernamePasswordFlow: false });
    expect((await byPassword({ username: 'mia@store.example' })).body).toEqual(failure);
  });

  it('asks for the secret unless the app may do without one', async () => {
    const withoutSecret = { client_secret: undefined };
    expect((await byPassword(withoutSecret)).body.error).toBe('invalid_client');
    await postPanel(org, 'settings', { requireSecretForWebServerFlow: false });
    expect((await byPassword(withoutSecret)).status).toBe(200);
  });

  it.each(['username', 'password'])('refuses a request without %s', async (name) => {
    expect((await byPassword({ [name]: undefined })).body).toMatchObject({
      error: 'invalid_request',
      error_description: `missing required parameter: ${name}`,
    });
  });

  it('keeps out whom login hours or an administrator keep out', async () => {
    await postPanel(org, 'settings', { restrictedUsers: [sam] });
    expect((await byPassword()).body.error_description).toBe(
      'ip restricted or invalid login hours',
    );
  });
});
