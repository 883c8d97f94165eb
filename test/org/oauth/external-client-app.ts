import type { AppSettings } from './app-settings.ts';
import { matchesRedirectUri } from './redirect-uri.ts';

/** An External Client App: what an administrator set, with the credentials that the org made. */
export interface ExternalClientApp extends AppSettings {
  readonly clientId: string;
  /** null for a public app, which has nothing to keep a secret in. */
  readonly clientSecret: string | null;
}

export function allowsRedirectUri(app: ExternalClientApp, uri: string): boolean {
  return app.redirectUris.some((pattern) => matchesRedirectUri(pattern, uri));
}

/** Whether signing out may lead there: the origin of any of the app's redirect URIs. */
export function allowsPostLogoutUri(app: ExternalClientApp, uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const origin = `${new URL(uri).origin}/`;
  return app.redirectUris.some((pattern) =>
    matchesRedirectUri(pattern.replace(/^([^/]+\/\/[^/]+)\/.*$/, '$1/'), origin),
  );
}
