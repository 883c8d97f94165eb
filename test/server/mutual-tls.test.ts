import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../server/api/index.ts';
import { createApp } from '../../server/app.ts';
import { createDoctor } from '../../server/bff/index.ts';
import { mutualTlsOrigin, viaMutualTlsPort } from '../../server/bff/salesforce/mutual-tls-port.ts';
import { readConfig } from '../../server/config.ts';
import { selfSignedCertificate } from '../../server/setup/self-signed-certificate.ts';
import { CookieJar } from '../cookie-jar.ts';
import { createOrg, type Org } from '../org/create-org.ts';
import { integrationUser } from '../org/pages/demo-users.ts';
import { type Panel, panelOf } from '../panel.ts';
import { signIn } from '../sign-in.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const ada = 'ada@northwind.example';

let org: Org;
let panel: Panel;
/** Signed by itself: whoever trusts it takes it for its own authority. */
function issue(commonName: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: selfSignedCertificate({ privateKey, commonName, now: new Date() }),
  };
}

/** Of the server: none, the one that the org knows, or another. */
let certificates: Record<'none' | 'right' | 'wrong', Record<string, string>>;
const trusted = getCACertificates('default');
beforeAll(async () => {
  const [server, right, wrong] = ['localhost', 'the shop', 'another shop'].map(issue);
  if (!server || !right || !wrong) throw new Error('There are three');
  // As NODE_EXTRA_CA_CERTS does, for a process that has begun already.
  setDefaultCACertificates([...trusted, server.certificate]);
  const setting = ({ key, certificate }: typeof server) => ({
    SALESFORCE_CLIENT_CERTIFICATE: certificate.replaceAll('\n', '\\n'),
    SALESFORCE_CLIENT_CERTIFICATE_KEY: Buffer.from(key).toString('base64'),
  });
  certificates = { none: {}, right: setting(right), wrong: setting(wrong) };
  org = await createOrg({ tls: { ...server, clientAuthority: right.certificate } });
  panel = panelOf(org.url);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await org.close();
});

const shops: Server[] = [];
afterEach(() => {
  org.reset();
  for (const shop of shops.splice(0)) {
    shop.close();
    shop.closeAllConnections();
  }
});

function configWith(certificate: keyof typeof certificates, appUrl: string) {
  return readConfig({
    APP_URL: appUrl,
    SALESFORCE_LOGIN_URL: org.url,
    SALESFORCE_CLIENT_ID: org.app.clientId,
    SALESFORCE_CLIENT_SECRET: org.app.clientSecret ?? '',
    SALESFORCE_PRIVATE_KEY: org.app.privateKey,
    SALESFORCE_INTEGRATION_FLOW: 'jwt_bearer',
    SALESFORCE_INTEGRATION_USERNAME: integrationUser.username,
    SESSION_SECRET: 'a secret for this test of 32 bytes',
    ...certificates[certificate],
  });
}

/** The storefront, with such a certificate, and somebody's browser. */
async function shopWith(certificate: keyof typeof certificates) {
  const shop = createServer();
  shops.push(shop);
  shop.listen(0, 'localhost');
  await once(shop, 'listening');
  const url = `http://localhost:${(shop.address() as AddressInfo).port}`;
  const app = createApp({
    config: configWith(certificate, url),
    client: (_request, response) => void response.send('the page'),
    log: { ...silent },
  });
  shop.on('request', app);
  const jar = new CookieJar();
  const get = (path: string) => jar.request(new URL(path, url), { headers: { 'X-BFF': '1' } });
  return { url, jar, get };
}

describe('an org that enforces mutual TLS', () => {
  it('is signed in to, refreshed and read with the right certificate', async () => {
    const { url, jar, get } = await shopWith('right');
    await signIn(jar, url, ada);
    expect(JSON.parse((await get('/auth/session')).body).user.username).toBe(ada);
    await panel.expire('access');
    const orders = await get('/api/myOrders');
    expect(orders.status).toBe(200);
    expect(JSON.parse(orders.body).items.length).toBeGreaterThan(0);
    expect(await panel.calls('token:refresh_token')).toBe(1);
    expect((await get('/api/catalogue')).status).toBe(200);
  });

  it.each(['none', 'wrong'] as const)('refuses with %s', async (certificate) => {
    const { url, jar, get } = await shopWith(certificate);
    const page = await signIn(jar, url, ada);
    expect(page.body).toContain('client_certificate_rejected');
    expect(JSON.parse((await get('/auth/session')).body).user).toBeNull();
    expect((await get('/api/catalogue')).status).toBe(503);
    expect(await panel.calls('token:authorization_code')).toBe(0);
  });

  it.each([
    ['none', ['client', 'integration']],
    ['right', []],
  ] as const)('is examined by doctor with %s', async (certificate, expected) => {
    const { appUrl, salesforce } = configWith(certificate, 'http://localhost:3000');
    const findings = await createDoctor({ appUrl, salesforce, routes, log: silent }).examine();
    const wrong = findings.filter(({ state }) => state === 'wrong');
    expect(wrong.map(({ check }) => check)).toEqual(expected);
    for (const { remedy } of wrong) expect(remedy).toContain('SALESFORCE_CLIENT_CERTIFICATE');
  });
});

describe('the settings of mutual TLS', () => {
  const complaint = (changes: Record<string, string>): string => {
    try {
      readConfig({
        APP_URL: 'http://localhost:3000',
        SALESFORCE_LOGIN_URL: 'https://shop.my.salesforce.com',
        SALESFORCE_CLIENT_ID: 'id',
        SALESFORCE_CLIENT_SECRET: 'secret',
        SESSION_SECRET: 'x'.repeat(32),
        ...changes,
      });
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };

  it('are right together', () => {
    expect(complaint(certificates.right)).toBe('');
  });

  it('are refused apart', () => {
    for (const name of ['SALESFORCE_CLIENT_CERTIFICATE', 'SALESFORCE_CLIENT_CERTIFICATE_KEY']) {
      const { [name]: _left, ...rest } = certificates.right;
      expect(complaint(rest)).toContain(`${name} is missing`);
    }
  });

  it('are refused where the key is another, or what they are is something else', () => {
    const { SALESFORCE_CLIENT_CERTIFICATE_KEY: key = '' } = certificates.wrong;
    const mixed = { ...certificates.right, SALESFORCE_CLIENT_CERTIFICATE_KEY: key };
    expect(complaint(mixed)).toContain('must be the key of SALESFORCE_CLIENT_CERTIFICATE');
    const none = { ...certificates.right, SALESFORCE_CLIENT_CERTIFICATE: key };
    expect(complaint(none)).toContain('SALESFORCE_CLIENT_CERTIFICATE must be a certificate');
    expect(complaint(mixed) + complaint(none)).not.toContain(key.slice(0, 20));
  });

  it.each(['https://login.salesforce.com', 'https://shop.my.site.com', 'https://shop.example'])(
    'are refused at %s, where Salesforce asks for none',
    (SALESFORCE_LOGIN_URL) => {
      const given = { ...certificates.right, SALESFORCE_LOGIN_URL };
      expect(complaint(given)).toContain("must be the org's My Domain");
    },
  );

  it.each(['https://shop.my.salesforce.com', 'https://shop.example:8443'])(
    'are shown at %s',
    (SALESFORCE_LOGIN_URL) => {
      expect(complaint({ ...certificates.right, SALESFORCE_LOGIN_URL })).toBe('');
    },
  );
});

describe('mutualTlsOrigin', () => {
  it.each([
    ['https://shop.my.salesforce.com', '/services/oauth2/token', ':8443'],
    ['https://shop--uat.sandbox.my.salesforce.com', '/services/data/v66.0/query', ':8443'],
    ['https://shop.my.salesforce.mil', '/services/oauth2/token', ':8443'],
    ['https://shop.my.salesforce.com', '/.well-known/openid-configuration', ''],
    ['https://shop.my.salesforce.com', '/id/keys', ''],
    ['https://shop.my.site.com', '/services/oauth2/token', ''],
    ['https://localhost:3001', '/services/oauth2/token', ''],
    ['https://my.salesforce.com.evil.example', '/services/oauth2/token', ''],
  ])('%s%s is asked at port %j', (origin, path, port) => {
    expect(mutualTlsOrigin(origin, path)).toBe(`${origin}${port}`);
  });

  it('is where a call goes', () => {
    const asked: unknown[] = [];
    const dispatch = viaMutualTlsPort(({ origin, path }) => {
      asked.push([origin, path]);
      return true;
    });
    const path = '/services/data/v66.0/query?q=x';
    dispatch({ origin: 'https://shop.my.salesforce.com', path, method: 'GET' }, {});
    expect(asked).toEqual([['https://shop.my.salesforce.com:8443', path]]);
  });

  it('leaves a port that is said already', () => {
    const said = 'https://shop.my.salesforce.com:8443';
    expect(mutualTlsOrigin(said, '/services/data')).toBe(said);
  });
});
