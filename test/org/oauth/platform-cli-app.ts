import { newAppSettings } from './app-settings.ts';
import type { ExternalClientApp } from './external-client-app.ts';

/**
 * The app that Salesforce's CLI signs in with where it is told no other: every org has it. Public,
 * with PKCE; the port is `oauthLocalPort` of the CLI's project, 1717 by default (D).
 */
export const platformCliApp: ExternalClientApp = {
  clientId: 'PlatformCLI',
  clientSecret: null,
  name: 'Salesforce CLI',
  ...newAppSettings,
  redirectUris: ['http://localhost:*/OauthRedirect'],
  requireSecretForWebServerFlow: false,
  requireSecretForRefreshTokenFlow: false,
};
