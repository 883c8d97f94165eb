import { generateKeyPairSync } from 'node:crypto';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthorizationServer } from '../../server/bff/salesforce/authorization-server.ts';
import { createOAuthClient } from '../../server/bff/salesforce/oauth-client.ts';
import { type LyingProvider, startLyingProvider } from '../security/lying-provider.ts';

const callbackUrl = new URL('http://localhost:3000/auth/callback');
const key = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

let provider: LyingProvider;
beforeAll(async () => {
  provider = await startLyingProvider();
});
afterAll(() => provider.close());

describe('a code that is spent', () => {
  it('is not shown again under a second key, whatever is refused afterwards', async () => {
    const loginUrl = new URL(provider.url);
    const server = createAuthorizationServer({
      loginUrl,
      clientId: provider.clientId,
      clientAuthentication: { method: 'private_key_jwt', privateKey: [key(), key()] },
    });
    const oauth = createOAuthClient({ server, loginUrl, callbackUrl });
    // Refused as a client is that Salesforce does not know: what another key is tried for.
    provider.say(
      { organizationId: '00D000000000001EAA', id: '005000000000001AAA' },
      { userinfo: 'refused' },
    );
    const secrets = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
    };
    const { headers } = await fetch(await oauth.authorizationUrl(secrets), { redirect: 'manual' });
    const callback = new URL(headers.get('location') ?? '');
    await expect(oauth.exchange(callback, secrets)).rejects.toMatchObject({
      error: 'invalid_client',
    });
    expect(provider.tokenRequests).toHaveLength(1);
    await expect.poll(() => provider.revoked).toHaveLength(1);
  });
});
