import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { integration } from './jwt-test-client.ts';
import {
  basic,
  changeApp,
  createApp,
  isAlive,
  obtainTokens,
  postToken,
} from './oauth-test-client.ts';

const grant_type = 'client_credentials';
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

describe('token, client_credentials', () => {
  it('signs the run-as user in: what Salesforce answers, and nothing else', async () => {
    const { status, body } = await postToken(org, { grant_type });
    expect(status).toBe(200);
    const userId = org.data().userByUsername(integration)?.id;
    const id = `${org.url}/id/${org.data().organizationId}/${userId}`;
    expect(body).toEqual({
      access_token: expect.stringMatching(/^00D[A-Za-z0-9]{12}!AQ[\w.]{80,}$/),
      signature: createHmac('sha256', org.app.clientSecret)
        .update(id + body.issued_at)
        .digest('base64'),
      scope: 'openid api id profile email address phone',
      instance_url: org.url,
      id,
      token_type: 'Bearer',
      issued_at: String(now),
    });
  });

  it('takes the secret in the header as well', async () => {
    const { clientId, clientSecret } = org.app;
    const none = { client_id: undefined, client_secret: undefined };
    const answer = await postToken(org, { grant_type, ...none }, basic(clientId, clientSecret));
    expect(answer.status).toBe(200);
  });

  it('gives a token that works, as long as the app’s tokens last', async () => {
    await changeApp(org, { accessTokenSeconds: 60 });
    const { body } = await postToken(org, { grant_type });
    const query = `${org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Product2+LIMIT+1`;
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect((await fetch(query, { headers })).status).toBe(200);
    now += 60_000;
    expect((await fetch(query, { headers })).status).toBe(401);
  });

  it('does not count towards the five grants', async () => {
    const { access_token } = await obtainTokens(org, integration);
    for (let i = 0; i < 6; i += 1) await postToken(org, { grant_type });
    expect(await isAlive(org, access_token)).toBe(true);
  });

  it('acts as the run-as user of the app that asks', async () => {
    const app = await createApp(org, {
      clientCredentialsEnabled: true,
      runAsUser: 'mia@store.example',
    });
    const { body } = await postToken(org, { grant_type, ...app });
    expect(body.id).toMatch(new RegExp(`/${org.data().userByUsername('mia@store.example')?.id}$`));
  });

  it('asks for the secret even where other flows do without', async () => {
    await changeApp(org, { requireSecretForWebServerFlow: false });
    const answer = await postToken(org, { grant_type, client_secret: undefined });
    expect(answer.body.error).toBe('invalid_client');
    const cli = { client_id: 'PlatformCLI', client_secret: undefined };
    expect((await postToken(org, { grant_type, ...cli })).body.error).toBe('invalid_client');
  });

  it('approves where the administrator approved the run-as user', async () => {
    await changeApp(org, { permittedUsers: 'admin_approved', approvedUsers: [integration] });
    expect((await postToken(org, { grant_type })).status).toBe(200);
  });
});
