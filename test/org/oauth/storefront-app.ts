import { generateKeyPairSync } from 'node:crypto';
import { selfSignedCertificate } from '../../../server/setup/self-signed-certificate.ts';
import { integrationUser } from '../pages/demo-users.ts';
import { newClientSecret } from './app-registry.ts';
import { type AppSettings, appSettingsSchema, newAppSettings } from './app-settings.ts';
import type { ExternalClientApp } from './external-client-app.ts';

/** The demo's own app, with what nobody but its owner would know. */
export interface StorefrontApp extends ExternalClientApp {
  readonly clientSecret: string;
  /** PKCS#8 PEM; in a real org it never leaves the application, here the panel hands it out. */
  readonly privateKey: string;
}

const defaultRedirectUris = [
  'http://localhost:*/auth/callback',
  'http://127.0.0.1:*/auth/callback',
];

/**
 * Creates the app with a secret and a key of its own, so that there are no default secrets. The
 * client id is public and stays the same, so that a configured server only needs the new secret.
 *
 * @throws ZodError when a redirect URI is none
 */
export function createStorefrontApp(options: {
  redirectUris?: readonly string[] | undefined;
  policies?: { [Name in keyof AppSettings]?: AppSettings[Name] | undefined };
  now: Date;
}): StorefrontApp {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = 'Storefront';
  const settings = appSettingsSchema.parse({
    name,
    ...newAppSettings,
    redirectUris: options.redirectUris ?? defaultRedirectUris,
    certificate: selfSignedCertificate({ privateKey, commonName: name, now: options.now }),
    clientCredentialsEnabled: true,
    runAsUser: integrationUser.username,
    ...options.policies,
  });
  return {
    clientId: '3MVG9EmbeddedOrgStorefront.x0rG7pKqLwTzUoYbN4cVmHs2dJf8aRe1_iXk5tQnWv6ByZ3',
    clientSecret: newClientSecret(),
    ...settings,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
