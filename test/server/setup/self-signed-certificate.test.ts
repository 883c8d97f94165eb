import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { importX509, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../../server/setup/self-signed-certificate.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('selfSignedCertificate', () => {
  it('makes a certificate that node reads and its own key verifies', () => {
    const now = new Date('2026-06-01T12:00:00Z');
    const pem = selfSignedCertificate({ privateKey, commonName: 'Storefront', now });
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(privateKey)).toBe(true);
    expect(certificate.subject).toBe('CN=Storefront');
    expect(certificate.issuer).toBe('CN=Storefront');
    expect(certificate.validFromDate.toISOString()).toBe('2026-05-31T12:00:00.000Z');
    expect(certificate.validToDate.toISOString()).toBe('2027-06-01T12:00:00.000Z');
  });

  it('is signed by no other key', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = selfSignedCertificate({ privateKey, commonName: 'Storefront', now: new Date() });
    expect(new X509Certificate(pem).verify(other.publicKey)).toBe(false);
  });

  it('serves jose, and lasts beyond 2049', async () => {
    const now = new Date('2049-12-01T00:00:00Z');
    const pem = selfSignedCertificate({ privateKey, commonName: 'x'.repeat(200), now });
    expect(new X509Certificate(pem).validToDate.getUTCFullYear()).toBe(2050);
    const jwt = await new SignJWT({}).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    await expect(jwtVerify(jwt, await importX509(pem, 'RS256'))).resolves.toBeDefined();
  });
});
