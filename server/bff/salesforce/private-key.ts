import { createPrivateKey, type KeyObject } from 'node:crypto';
import { pemOf } from './pem.ts';

/**
 * The RSA key whose certificate the app in Salesforce has been given.
 *
 * Environments mangle line breaks, so it is taken in whatever form it survives: PEM (PKCS#8 or PKCS#1)
 * with real or literal `\n` line breaks, or base64 of such a PEM.
 *
 * @param text what the environment has
 * @throws {TypeError} when it is no private key, not an RSA one, encrypted, or shorter than 2048 bits; never quotes it
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3
 * @example const key = readPrivateKey(readFileSync("key.pem", "utf8"));
 */
export function readPrivateKey(text: string): KeyObject {
  const key = parsed(pemOf(text));
  if (key === undefined) throw new TypeError('must be a private key: PEM, or base64 of a PEM');
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new TypeError('must be an RSA key of 2048 bits or more: Salesforce takes RS256 only');
  }
  return key;
}

/**
 * One key, or several where the app's certificate is being changed: separated by commas, which neither PEM
 * nor base64 has.
 *
 * @throws {TypeError} as {@link readPrivateKey}, where one of them is none
 */
export const readPrivateKeys = (text: string): readonly KeyObject[] =>
  text.split(',').map(readPrivateKey);

/** Without the error, whose text could quote the key. */
function parsed(pem: string): KeyObject | undefined {
  if (!pem.startsWith('-----')) return undefined;
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
