import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

const day = 24 * 60 * 60 * 1000;

/** One DER element: tag, length, content (X.690 section 8.1). */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length, ...length]), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const bitString = (bytes: Uint8Array) => der(0x03, Buffer.from([0]), bytes);

/** 2.5.4.3, and 1.2.840.113549.1.1.11 with its NULL parameters (RFC 4055 section 5). */
const commonNameId = Buffer.from('0603550403', 'hex');
const sha256WithRsa = Buffer.from('300d06092a864886f70d01010b0500', 'hex');

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(commonNameId, der(0x0c, Buffer.from(commonName)))));
}

function integer(bytes: Uint8Array): Buffer {
  const positive = Buffer.from(bytes);
  // A set first bit would make the number negative, a leading zero would not be DER.
  positive[0] = ((positive[0] ?? 0) & 0x7f) | 0x01;
  return der(0x02, positive);
}

/** UTCTime runs to 2049 (RFC 5280 section 4.1.2.5.1); GeneralizedTime follows. */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return at.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : der(0x18, Buffer.from(`${digits}Z`));
}

/**
 * Makes the certificate that an administrator gives to the app, for the JWT Bearer flow and for
 * `private_key_jwt`. By hand, because node:crypto reads X.509 certificates but cannot make them.
 *
 * Salesforce takes it as it takes what its own guide makes with `openssl x509 -req`: version 1, without
 * extensions.
 *
 * @param options.privateKey an RSA key; it signs its own certificate
 * @param options.days how long it is valid from `now` on; it is from a day before, for clocks that differ
 * @returns PEM
 * @see https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_auth_key_and_cert.htm
 * @example selfSignedCertificate({ privateKey, commonName: 'Storefront', now: new Date(), days: 730 })
 */
export function selfSignedCertificate(options: {
  privateKey: KeyObject;
  commonName: string;
  now: Date;
  days?: number;
}): string {
  const { privateKey, commonName, now, days = 365 } = options;
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const subject = name(commonName);
  const unsigned = sequence(
    integer(randomBytes(16)),
    sha256WithRsa,
    subject,
    sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + days * day))),
    subject,
    publicKey,
  );
  const certificate = sequence(
    unsigned,
    sha256WithRsa,
    bitString(sign('sha256', unsigned, privateKey)),
  );
  const lines = certificate.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
