import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { freePort } from '../processes/free-port.ts';
import { startNode } from '../processes/start-node.ts';
import { untilAnswering } from '../processes/until-answering.ts';
import { type OtherProviderOptions, startOtherProvider } from './other-provider.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const secret = randomBytes(32).toString('base64url');

const clients: readonly [OtherProviderOptions['client'], Record<string, string>][] = [
  [{ method: 'client_secret_post', secret }, { SALESFORCE_CLIENT_SECRET: secret }],
  [{ method: 'client_secret_basic', secret }, { SALESFORCE_CLIENT_SECRET: secret }],
  [
    { method: 'private_key_jwt', jwks: { keys: [publicKey.export({ format: 'jwk' })] } },
    {
      SALESFORCE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  ],
];

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(
  options: Omit<OtherProviderOptions, 'port' | 'appUrl'>,
  settings: Readonly<Record<string, string>>,
  endOfLoginUrl = '',
) {
  const [appPort, port] = [await freePort(), await freePort()];
  const appUrl = `http://localhost:${appPort}`;
  const provider = await startOtherProvider({ ...options, port, appUrl });
  ends.push(() => provider.close());
  const server = startNode(['server/main.ts'], {
    PORT: String(appPort),
    APP_URL: appUrl,
    SALESFORCE_LOGIN_URL: provider.url + endOfLoginUrl,
    SALESFORCE_CLIENT_ID: provider.clientId,
    SALESFORCE_CLIENT_AUTH: options.client.method,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    LOG_LEVEL: 'trace',
    ...settings,
  });
  ends.push(() => server.stop());
  await untilAnswering('The server', `${appUrl}/readyz`, server);
  return { appUrl, provider, server };
}

describe.each([true, false])('another provider (rotation: %s)', (rotates) => {
  it.each(clients)(
    'signs people in, renews and signs out with $method',
    async (client, settings) => {
      const { appUrl, provider, server } = await start({ client, rotates }, settings);
      const jar = new CookieJar();
      const ask = (path: string, method = 'GET') =>
        jar.request(new URL(path, appUrl), { method, headers: { 'X-BFF': '1' } });
      await jar.open(new URL('/auth/login?returnTo=/orders', appUrl));
      expect(JSON.parse((await ask('/auth/session')).body)).toMatchObject({
        user: { id: 'somebody', name: 'Some Body', email: 'some@body.example' },
      });
      expect((await ask('/api/myOrders')).body).toBe('{"items":[],"next":null}');
      for (const times of [1, 2]) {
        provider.expireAccessTokens();
        const answers = await Promise.all([ask('/api/myOrders'), ask('/api/myOrders')]);
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(provider.refreshes()).toBe(times);
      }
      expect(JSON.parse((await ask('/auth/logout', 'POST')).body).redirectTo).toContain(
        `${provider.url}/services/auth/idp/oidc/logout`,
      );
      expect((await ask('/api/myOrders')).status).toBe(401);
      expect(provider.tokens.length).toBeGreaterThanOrEqual(3);
      for (const token of [...provider.tokens, secret]) {
        expect(server.output()).not.toContain(token);
        expect(jar.received('localhost')).not.toContain(token);
      }
    },
  );
});

describe('a login URL with a path, as an Experience Cloud site has', () => {
  it.each(['', '/'])('signs people in, written with %j at its end', async (end) => {
    const client = { method: 'client_secret_post', secret } as const;
    const { appUrl, provider } = await start(
      { client, rotates: false, path: '/customers' },
      { SALESFORCE_CLIENT_SECRET: secret },
      end,
    );
    const jar = new CookieJar();
    await jar.open(new URL('/auth/login', appUrl));
    const headers = { 'X-BFF': '1' };
    expect((await jar.request(new URL('/api/myOrders', appUrl), { headers })).status).toBe(200);
    provider.expireAccessTokens();
    expect((await jar.request(new URL('/api/myOrders', appUrl), { headers })).status).toBe(200);
  });
});
