import type { ExternalClientApp } from './external-client-app.ts';
import { refusals } from './oauth-error.ts';

/** Salesforce lists these as synonyms; it answers the one name (D). */
export function oneNamedScope(name: string): string {
  return name === 'offline_access' ? 'refresh_token' : name;
}

/** What the consent page says a scope lets the application do. */
export const scopeMeanings: Readonly<Record<string, string>> = {
  refresh_token: 'Act for you while you are away, until access is revoked',
  web: 'Use your account in this org by the web',
  openid: 'Confirm who you are',
  api: 'Read and change the records that you may read and change',
  id: 'Read your name and user details',
  profile: 'Read your name and user details',
  email: 'Read your e-mail address',
  address: 'Read your address',
  phone: 'Read your phone number',
  full: 'Do all that you may do',
};

/** All but `full`, which says nothing more. */
export const allScopes: readonly string[] = Object.keys(scopeMeanings).filter(
  (name) => name !== 'full',
);

/** Whether scopes allow what one of them allows; `full` "encompasses all other scopes" (D). */
export function permits(scopes: readonly string[], wanted: string): boolean {
  // "full does not return a refresh token" (D).
  return scopes.includes(wanted) || (scopes.includes('full') && wanted !== 'refresh_token');
}

/**
 * Reads the `scope` parameter. Without one, Salesforce grants all the scopes the app has (D).
 *
 * @returns in the app's own order, whatever the order that was asked
 * @throws OAuthError `invalid_scope` for a scope the app was not given
 */
export function parseScope(app: ExternalClientApp, scope: string | undefined): readonly string[] {
  if (scope === undefined) return app.scopes;
  const asked = new Set(scope.split(/[ +]/).filter(Boolean).map(oneNamedScope));
  if (asked.size === 0) throw refusals.wrongScope();
  for (const name of asked) if (!permits(app.scopes, name)) throw refusals.wrongScope();
  return [...new Set([...app.scopes, ...asked])].filter((name) => asked.has(name));
}
