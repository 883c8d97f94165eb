import { OAuthFailure } from './oauth-failure.ts';

/** Domains under which Salesforce, and nobody else, runs orgs. */
const salesforceDomains = ['.salesforce.com', '.force.com', '.salesforce.mil', '.site.com'];

/** Of the same hosts, for callers that show a certificate; whether answers name it is not documented. */
const mutualTlsPort = '8443';

/**
 * The origin that API calls may go to, out of a token answer's `instance_url`.
 *
 * A forged answer could name any host, and the next call would carry the user's token there: so it must
 * be a Salesforce host, or the very host that the configuration names for signing in.
 *
 * @param instanceUrl as the token answer has it; where a provider leaves it out, the login host is meant
 * @param loginUrl the configured `SALESFORCE_LOGIN_URL`
 * @returns the origin, or `undefined` when it must not be used
 */
export function instanceOrigin(instanceUrl: unknown, loginUrl: URL): string | undefined {
  if (instanceUrl === undefined) return loginUrl.origin;
  if (typeof instanceUrl !== 'string' || !URL.canParse(instanceUrl)) return undefined;
  const url = new URL(instanceUrl);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.origin === loginUrl.origin) return url.origin;
  const isSalesforce =
    url.protocol === 'https:' &&
    (url.port === '' || url.port === mutualTlsPort) &&
    salesforceDomains.some((domain) => url.hostname.endsWith(domain));
  return isSalesforce ? url.origin : undefined;
}

/**
 * The same where a grant is of no use without it.
 *
 * @throws {OAuthFailure} `instance_url_not_allowed`
 */
export function requireInstanceOrigin(instanceUrl: unknown, loginUrl: URL): string {
  const origin = instanceOrigin(instanceUrl, loginUrl);
  if (origin !== undefined) return origin;
  throw new OAuthFailure('refused', 'instance_url_not_allowed', '', undefined);
}
