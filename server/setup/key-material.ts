import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { Refusal } from './refusal.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** The app's keys, as far as they are known here, and the certificate that Salesforce is given. */
export interface KeyMaterial {
  /** The first signs; the others follow where Salesforce does not take it. Empty: the key is elsewhere. */
  readonly keys: readonly KeyObject[];
  /** PEM, of the last of the keys. */
  readonly certificate: string;
  /** A key that was made just now. */
  readonly made: KeyObject | undefined;
}

export interface KeyMaterialOptions {
  readonly keys: readonly KeyObject[];
  /** PEM, as setup has left it. */
  readonly certificate: string | undefined;
  /** Whether the key may be where setup cannot see it, as Heroku's settings. */
  readonly keyMayBeElsewhere: boolean;
  readonly rotate: boolean;
  readonly name: string;
  readonly now: Date;
}

/** Two years: a certificate that ends is noticed too late in any case, so it ends seldom. */
const days = 730;

/**
 * Keeps what goes together, makes what is missing, and with `rotate` the next.
 *
 * @throws {Refusal} where key and certificate are not of each other: making another key then would shut out
 * a server that has the one that is not here
 */
export function keyMaterial(options: KeyMaterialOptions): KeyMaterial {
  const { keys, certificate, keyMayBeElsewhere, rotate } = options;
  if (rotate) return withNextKey(options);
  const last = keys.at(-1);
  if (certificate === undefined) {
    const key = last ?? newKey();
    return {
      keys: last === undefined ? [key] : keys,
      certificate: certificateOf(key, options),
      made: last === undefined ? key : undefined,
    };
  }
  if (last !== undefined && isOf(certificate, last)) return { keys, certificate, made: undefined };
  if (keyMayBeElsewhere) return { keys: [], certificate, made: undefined };
  throw new Refusal(
    last === undefined
      ? 'salesforce/certificate.pem is the certificate of a key that is not in .env. Set SALESFORCE_PRIVATE_KEY there, or make another key with --rotate-key.'
      : 'salesforce/certificate.pem is not the certificate of SALESFORCE_PRIVATE_KEY in .env. Set the right key there, or make another with --rotate-key.',
  );
}

function withNextKey(options: KeyMaterialOptions): KeyMaterial {
  const { keys } = options;
  if (keys.length > 1) {
    throw new Refusal(
      'SALESFORCE_PRIVATE_KEY has two keys already. Finish that change first, with --finish-rotation.',
    );
  }
  const next = newKey();
  return { keys: [...keys, next], certificate: certificateOf(next, options), made: next };
}

const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const certificateOf = (privateKey: KeyObject, { name, now }: KeyMaterialOptions): string =>
  selfSignedCertificate({ privateKey, commonName: name, now, days });

export const isOf = (certificate: string, key: KeyObject): boolean =>
  new X509Certificate(certificate).publicKey.equals(createPublicKey(key));

/** Of a line, as no environment breaks it. */
export const asSetting = (key: KeyObject): string =>
  Buffer.from(key.export({ type: 'pkcs8', format: 'pem' })).toString('base64');

export const newSecret = (): string => randomBytes(32).toString('base64url');
