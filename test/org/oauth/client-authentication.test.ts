import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { basic, obtainTokens, postPanel, postToken } from './oauth-test-client.ts';

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

describe('token, client authentication', () => {
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
