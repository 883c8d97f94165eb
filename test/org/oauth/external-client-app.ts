import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { matchesRedirectUri } from './redirect-uri.ts';
import { appScopes } from './scopes.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** The demo's External Client App: what an administrator would create in Setup. */
export interface ExternalClientApp {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PKCS#8 PEM; in a real org it never leaves the application, here the panel hands it out. */
  readonly privateKey: string;
  /** PEM of the certificate that was "uploaded" for this app. */
  readonly certificate: string;
  /** The scopes that it was given in Setup. */
  readonly scopes: readonly string[];
  allowsRedirectUri(uri: string): boolean;
  /** Whether signing out may lead there: the origin of any of its redirect URIs. */
  allowsPostLogoutUri(uri: string): boolean;
}

const defaultRedirectUris: readonly string[] = [
  'http://localhost:*/auth/callback',
  'http://127.0.0.1:*/auth/callback',
];

/**
 * Creates the app with a secret and a key of its own, so that there are no default secrets. The
 * client id is public and stays the same, so that a configured server only needs the new secret.
 *
 * @param redirectUris exact addresses, or with `:*` in place of the port, for servers on free ports
 * @throws Error when an address cannot be parsed
 */
export function createExternalClientApp(
  redirectUris: readonly string[] = defaultRedirectUris,
  now: Date = new Date(),
): ExternalClientApp {
  for (const uri of redirectUris) {
    if (!URL.canParse(uri.replace(':*/', '/'))) throw new Error(`not a redirect URI: ${uri}`);
  }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const origins = redirectUris.map((uri) => uri.replace(/^([^/]+\/\/[^/]+)\/.*$/, '$1/'));
  return {
    name: 'Storefront',
    clientId: '3MVG9EmbeddedOrgStorefront.x0rG7pKqLwTzUoYbN4cVmHs2dJf8aRe1_iXk5tQnWv6ByZ3',
    clientSecret: randomBytes(32).toString('hex').toUpperCase(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    scopes: appScopes,
    certificate: selfSignedCertificate({ privateKey, commonName: 'Storefront', now }),
    allowsRedirectUri: (uri) => redirectUris.some((pattern) => matchesRedirectUri(pattern, uri)),
    allowsPostLogoutUri: (uri) => {
      if (!URL.canParse(uri)) return false;
      const origin = `${new URL(uri).origin}/`;
      return origins.some((pattern) => matchesRedirectUri(pattern, origin));
    },
  };
}
