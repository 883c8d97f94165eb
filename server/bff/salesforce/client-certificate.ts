import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { pemOf } from './pem.ts';

/** What the server shows of itself when a connection begins, where an org enforces mutual TLS. */
export interface ClientCertificate {
  /** PEM: the certificate, then whoever has signed it, up to the root, which may be left out. */
  readonly chain: string;
  readonly privateKey: KeyObject;
}

/**
 * The chain that an org knows the server by.
 *
 * @param text PEM with real or literal `\n` line breaks, or base64 of it
 * @throws {TypeError} when it is none
 * @see https://help.salesforce.com/s/articleView?id=sf.security_keys_uploading_mutual_auth_cert_api.htm
 */
export function readCertificateChain(text: string): string {
  const chain = pemOf(text);
  const [first] = certificatesIn(chain);
  if (first === undefined) throw new TypeError('must be a certificate: PEM, or base64 of a PEM');
  return chain;
}

/**
 * Its key, of any kind that TLS takes.
 *
 * @throws {TypeError} when it is none, or encrypted; never quotes it
 */
export function readCertificateKey(text: string): KeyObject {
  try {
    return createPrivateKey(pemOf(text));
  } catch {
    throw new TypeError('must be a private key without a passphrase: PEM, or base64 of a PEM');
  }
}

/** Whether the key is that of the chain's own certificate, its first. */
export function isKeyOf({ chain, privateKey }: ClientCertificate): boolean {
  return certificatesIn(chain)[0]?.checkPrivateKey(privateKey) ?? false;
}

/**
 * All that are in a PEM, in order.
 *
 * @returns none where one of them is none
 */
export function certificatesIn(chain: string): readonly X509Certificate[] {
  const pems = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return pems.map((pem) => new X509Certificate(pem));
  } catch {
    return [];
  }
}
