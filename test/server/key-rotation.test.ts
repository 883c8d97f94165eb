import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../server/setup/self-signed-certificate.ts';
import { CookieJar } from '../cookie-jar.ts';
import { wholeLog } from '../lines-since.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

const certificateOf = (privateKey: KeyObject) =>
  selfSignedCertificate({ privateKey, commonName: 'Storefront', now: new Date() });

describe('a server with two keys, while the certificate of its app is changed', () => {
  const before = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const after = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  let product: Product;
  beforeAll(async () => {
    const keys = [before, after].map((key) =>
      Buffer.from(key.export({ type: 'pkcs8', format: 'pem' })).toString('base64'),
    );
    product = await startProduct({
      settings: {
        SALESFORCE_PRIVATE_KEY: keys.join(','),
        SALESFORCE_CLIENT_AUTH: 'private_key_jwt',
        SALESFORCE_CLIENT_SECRET: '',
      },
    });
  });
  afterAll(() => product.stop());

  it('serves everybody at every moment', async () => {
    const { panel, appUrl } = product;
    const jar = new CookieJar();
    const ask = async (path: string) =>
      (await jar.request(new URL(path, appUrl), { headers: { 'X-BFF': '1' } })).status;
    const certificates = [certificateOf(before), certificateOf(after), certificateOf(before)];
    for (const [moment, certificate] of certificates.entries()) {
      await panel.app({ certificate });
      if (moment === 0) await signIn(jar, appUrl, 'ada@northwind.example');
      await panel.expire('access');
      expect([moment, await ask('/api/myOrders')]).toEqual([moment, 200]);
      expect([moment, await ask('/api/catalogue')]).toEqual([moment, 200]);
    }
    expect(await wholeLog(product)).not.toMatch(/certificate_rejected|client_rejected/);
  });

  it('signs nobody in with a third one, and says so', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await product.panel.app({ certificate: certificateOf(privateKey) });
    const page = await signIn(new CookieJar(), product.appUrl, 'grace@contoso.example');
    expect(page.status).toBe(500);
    await expect.poll(product.log).toMatch(/certificate_rejected|client_rejected/);
  });
});
