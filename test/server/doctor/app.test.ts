import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../../server/bff/index.ts';
import { selfSignedCertificate } from '../../../server/setup/self-signed-certificate.ts';
import { type Changes, named, statesOf, usePatient } from './use-patient.ts';

const patient = usePatient();

describe('of the app, doctor names', () => {
  it('a wrong secret', async () => {
    await patient.expectOne(
      {
        salesforce: { clientAuthentication: { method: 'client_secret_post', secret: 'pa55word' } },
      },
      { check: 'client', found: /^client_rejected/, remedy: /SALESFORCE_CLIENT_SECRET/ },
    );
    await patient.expectWell();
  });

  it('a wrong client id', async () => {
    const findings = await patient.examine({ salesforce: { clientId: '3MVG9wrong' } });
    expect(statesOf(findings, 'wrong')).toEqual(['client', 'callback', 'integration']);
    expect(named(findings, 'client')).toMatchObject({
      found: expect.stringMatching(/^client_unknown/),
      remedy: expect.stringContaining('SALESFORCE_CLIENT_ID'),
    });
    expect(statesOf(findings, 'not_tried')).toEqual(
      expect.arrayContaining(['scopes', 'rights catalogue', 'rights_beyond']),
    );
  });

  it('a callback that is not registered, until it is', async () => {
    await patient.panel.app({ redirectUris: ['https://shop.example/auth/callback'] });
    await patient.expectOne(
      {},
      { check: 'callback', found: /^redirect_uri_mismatch/, remedy: /APP_URL followed by/ },
    );
    await patient.panel.app({ redirectUris: ['http://localhost:3000/auth/callback'] });
    await patient.expectWell();
  });

  it('a scope that is missing, until the app has it', async () => {
    await patient.panel.app({ scopes: ['api', 'refresh_token'] });
    await patient.expectOne({}, { check: 'scopes', found: /^scopes_missing/, remedy: /openid/ });
    await patient.panel.app({ scopes: ['api', 'refresh_token', 'openid'] });
    await patient.expectWell();
  });

  it('an app that is not installed', async () => {
    await patient.panel.app({ installed: false });
    const findings = await patient.examine();
    expect(named(findings, 'callback')?.found).toMatch(/^app_not_installed/);
  });

  it('a certificate that was cleared, until it is there again', async () => {
    const { certificate } = patient.org.app;
    await patient.panel.app({ certificate: null });
    await patient.expectOne(
      {},
      { check: 'integration', found: /^certificate_rejected/, remedy: /upload the certificate/ },
    );
    await patient.panel.app({ certificate });
    await patient.expectWell();
  });

  it('a certificate that is another, or about to end', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const lasting = (days: number) => ({
      name: `of ${days} days`,
      pem: selfSignedCertificate({ privateKey, commonName: 'app', now: new Date(), days }),
    });
    const findings = await patient.examine({
      certificates: [
        { ...lasting(300), key: privateKey },
        lasting(10),
        lasting(-1),
        { ...lasting(299), key: readPrivateKey(patient.org.app.privateKey) },
      ],
    });
    expect(named(findings, 'certificate of 300 days')?.state).toBe('ok');
    expect(named(findings, 'certificate of 10 days')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/in 9 days$/),
    });
    expect(named(findings, 'certificate of -1 days')).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('--rotate-key'),
    });
    expect(named(findings, 'certificate of 299 days')?.state).toBe('warning');
  });

  it('which of two keys is taken, while the certificate is changed', async () => {
    const own = readPrivateKey(patient.org.app.privateKey);
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const ways = (privateKey: readonly KeyObject[]): readonly Changes[] => [
      { salesforce: { integration: { ...patient.jwtBearer(), privateKey } } },
      {
        salesforce: {
          clientAuthentication: { method: 'private_key_jwt', privateKey },
          integration: { flow: 'client_credentials' },
        },
      },
    ];
    for (const changes of ways([own, other])) {
      expect(named(await patient.examine(changes), 'private_key')).toMatchObject({
        state: 'warning',
        found: 'Salesforce takes key 1 of 2',
        remedy: expect.stringContaining('Deploy'),
      });
    }
    for (const changes of ways([other, own])) {
      expect(named(await patient.examine(changes), 'private_key')).toMatchObject({
        state: 'ok',
        found: expect.stringContaining('key 2 of 2'),
      });
    }
    expect(named(await patient.examine(), 'private_key')).toBeUndefined();
  });

  it('no key as taken that it could not try', async () => {
    const other = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const privateKey = [other(), other()];
    const findings = await patient.examine({
      salesforce: { integration: { ...patient.jwtBearer(), privateKey } },
    });
    expect(statesOf(findings, 'wrong')).toEqual(['integration']);
    expect(named(findings, 'private_key')?.state).toBe('not_tried');
  });

  it('a certificate in the chain that ends before the first', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const lasting = (days: number) =>
      selfSignedCertificate({ privateKey, commonName: 'app', now: new Date(), days });
    const findings = await patient.examine({
      certificates: [
        { name: 'of two', pem: `${lasting(300)}\n${lasting(10)}` },
        { name: 'half broken', pem: `${lasting(300)}\n${lasting(10).replace('MII', 'AAA')}` },
      ],
    });
    expect(named(findings, 'certificate of two')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/in 9 days$/),
    });
    expect(named(findings, 'certificate half broken')?.state).toBe('wrong');
  });
});
