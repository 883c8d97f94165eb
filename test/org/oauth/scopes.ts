import { refusals } from './oauth-error.ts';

/** Salesforce lists these as synonyms of `id` and of `refresh_token`; it answers the one name (D). */
const synonyms: Readonly<Record<string, string>> = { offline_access: 'refresh_token' };

/** The scopes that the demo's External Client App was given, in the order they are answered. */
export const appScopes: readonly string[] = [
  'refresh_token',
  'web',
  'openid',
  'api',
  'id',
  'profile',
  'email',
  'address',
  'phone',
];

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
};

/**
 * Reads the `scope` parameter. Without one, Salesforce grants all the scopes the app has (D).
 *
 * @throws OAuthError `invalid_scope` for a scope the app was not given.
 */
export function parseScope(scope: string | undefined): readonly string[] {
  if (scope === undefined) return appScopes;
  const asked = new Set(
    scope
      .split(/[ +]/)
      .filter(Boolean)
      .map((name) => synonyms[name] ?? name),
  );
  if (asked.size === 0) throw refusals.wrongScope();
  for (const name of asked) if (!appScopes.includes(name)) throw refusals.wrongScope();
  return appScopes.filter((name) => asked.has(name));
}
