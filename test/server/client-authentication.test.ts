import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { wholeLog } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

let product: Product | undefined;
afterEach(() => product?.stop());

describe.each([
  ['client_secret_post', {}],
  ['client_secret_basic', {}],
  // Without the secret, so that nothing but the assertion can have done it.
  ['private_key_jwt', { SALESFORCE_CLIENT_SECRET: '' }],
])('SALESFORCE_CLIENT_AUTH=%s', (method, settings: Record<string, string>) => {
  it.each([false, true])(
    'signs in, renews, and signs out (rotation: %s)',
    async (rotateRefreshTokens) => {
      const running = await startProduct({
        settings: { SALESFORCE_CLIENT_AUTH: method, ...settings },
      });
      product = running;
      const { panel, appUrl } = running;
      await panel.settings({ rotateRefreshTokens });
      const jar = new CookieJar();
      const ask = (path: string, method = 'GET') =>
        jar.request(new URL(path, appUrl), { method, headers: { 'X-BFF': '1' } });
      await signIn(jar, appUrl, 'ada@northwind.example');
      expect((await ask('/api/myOrders')).status).toBe(200);
      for (const renewals of [1, 2]) {
        await panel.expire('access');
        expect((await ask('/api/myOrders')).status).toBe(200);
        expect(await panel.calls('token:refresh_token')).toBe(renewals);
      }
      const { status, body } = await ask('/auth/logout', 'POST');
      expect([status, JSON.parse(body).redirectTo]).toEqual([
        200,
        expect.stringContaining('/services/auth/idp/oidc/logout'),
      ]);
      expect(await panel.calls('POST /revoke')).toBe(1);
      expect((await ask('/api/myOrders')).status).toBe(401);
      const log = await wholeLog(running);
      for (const secret of await panel.secrets()) expect(log).not.toContain(secret);
    },
  );
});

describe('a key that is not the one of the app’s certificate', () => {
  it('signs nobody in, and the log says what to look at', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const SALESFORCE_PRIVATE_KEY = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    product = await startProduct({
      settings: { SALESFORCE_CLIENT_AUTH: 'private_key_jwt', SALESFORCE_PRIVATE_KEY },
    });
    const page = await signIn(new CookieJar(), product.appUrl, 'ada@northwind.example');
    expect(page.status).toBe(500);
    expect(page.body).toContain('The shop cannot sign anybody in at the moment.');
    await expect
      .poll(product.log)
      .toMatch(/"code":"(client|certificate)_rejected".*SALESFORCE_PRIVATE_KEY/);
  });
});
