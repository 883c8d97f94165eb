import type { OAuthFailure } from './oauth-failure.ts';

/** What the server was about when Salesforce said no. */
export type Undertaking = 'sign_in' | 'refresh' | 'integration';

/** Why Salesforce gave no tokens, for the two people it concerns. */
export interface Refusal {
  /** Stable, for logs, support and tests. */
  readonly code: string;
  /** HTTP status of the page that says so. */
  readonly status: number;
  /** For the person in the browser: what happened and what they can do. */
  readonly person: string;
  /** For whoever runs the server, in the log: what to do about it. */
  readonly operator: string;
}

interface Row extends Refusal {
  /** Salesforce's `error`, a colon, a space and its `error_description`. */
  readonly said: RegExp;
  /** One such text, as Salesforce writes it; the documentation is tested with it. */
  readonly example: string;
  /** Where the same words mean something else in the other undertakings; default: all of them. */
  readonly during?: readonly Undertaking[];
}

const later = 'The shop cannot sign anybody in at the moment. Please try again later.';
const notWorked = 'Signing in did not work. Please try again later.';

/**
 * Every refusal that is explained. The first row that fits is the answer.
 *
 * Salesforce's words are from its documentation and from what people report; it changes them now and
 * then, so a row looks for as few of them as identify it.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm
 */
export const refusals: readonly Row[] = [
  {
    said: /not admin approved|^(?:invalid_app_access|OAUTH_APP_ACCESS_DENIED)\b/i,
    example: 'invalid_app_access: user is not admin approved to access this app',
    code: 'not_approved',
    status: 403,
    person: 'You may not use this shop yet. Please ask your administrator for access.',
    operator:
      "The app is for users that an administrator has approved: add a permission set or profile of this user (or of the integration user) in the External Client App's policies, or let all users authorize themselves.",
  },
  {
    said: /^access[_-]denied\b/,
    example: 'access_denied: end-user denied authorization',
    code: 'access_denied',
    status: 403,
    person:
      'You did not allow access, so you are not signed in. You can try again whenever you like.',
    operator: 'The person pressed Deny. Nothing to do.',
  },
  {
    said: /^(?:OAUTH_EC_APP_NOT_FOUND|app_not_found)\b|app must be installed|not installed in this org/i,
    example: 'OAUTH_EC_APP_NOT_FOUND: External client app is not installed in this org',
    code: 'app_not_installed',
    status: 403,
    person: 'This shop is not set up in your organization. Please tell the shop.',
    operator:
      'The External Client App is not installed in the org that was signed in to: install it there, or check SALESFORCE_LOGIN_URL.',
  },
  {
    said: /^OAUTH_(?:APP_BLOCKED|APPROVAL_ERROR_GENERIC)\b/,
    example: 'OAUTH_APP_BLOCKED: this app is blocked by admin',
    code: 'app_blocked',
    status: 403,
    person: 'Your organization does not let this shop in. Please ask your administrator.',
    operator:
      'An administrator has blocked the app, or users may not authorize one that is not installed: unblock or install it in Setup, and see API Access Control.',
  },
  {
    said: /^redirect_uri_|redirect_uri must match/i,
    example: 'redirect_uri_mismatch: redirect_uri must match configuration',
    code: 'redirect_uri_mismatch',
    status: 500,
    person: later,
    operator:
      "The External Client App's callback URL is not APP_URL followed by /auth/callback, to the letter: compare http or https, the host, the port. A change takes up to ten minutes to be known.",
  },
  {
    said: /code challenge/i,
    example: 'invalid_request: missing required code challenge',
    code: 'code_challenge_missing',
    status: 502,
    person: 'Signing in did not work. Please try again.',
    operator:
      'The app requires PKCE and the code challenge did not reach Salesforce. The server always sends one: look for a proxy or a link that shortens or rebuilds the authorization address.',
  },
  {
    said: /^invalid_client_id\b|client identifier invalid/i,
    example: 'invalid_client_id: client identifier invalid',
    code: 'client_unknown',
    status: 500,
    person: later,
    operator:
      'SALESFORCE_LOGIN_URL knows no app with SALESFORCE_CLIENT_ID: compare it with the consumer key. A new app takes up to ten minutes to be known.',
  },
  {
    said: /^invalid_client\b/,
    example: 'invalid_client: invalid client credentials',
    code: 'client_rejected',
    status: 500,
    person: later,
    operator:
      "SALESFORCE_CLIENT_SECRET is not the app's consumer secret, or with SALESFORCE_CLIENT_AUTH=private_key_jwt its certificate is not that of SALESFORCE_PRIVATE_KEY or the clock is off. A change takes up to ten minutes to be known.",
  },
  {
    said: /^(?:unauthorized_client|unsupported_grant_type)\b|flow (?:is )?not enabled/i,
    example: 'unsupported_grant_type: grant type not supported',
    code: 'flow_not_enabled',
    status: 500,
    person: later,
    operator:
      "The app does not have this flow: in the External Client App's OAuth settings enable the one that SALESFORCE_INTEGRATION_FLOW names (JWT Bearer, Client Credentials), or the authorization code flow for signing in.",
  },
  {
    said: /hasn.?t approved this consumer|should be installed and preauthorized/i,
    example: "invalid_grant: user hasn't approved this consumer",
    during: ['integration', 'sign_in'],
    code: 'consumer_not_approved',
    status: 403,
    person: 'You have not allowed this shop yet. Please sign in and allow access.',
    operator:
      'SALESFORCE_INTEGRATION_USERNAME has not approved the app: set Permitted Users to "Admin approved users are pre-authorized" and add the user\'s permission set to the app, or let that user sign in to the shop once. The app must have the scope refresh_token (offline_access). In a sandbox, look at the name: it ends with that of the sandbox.',
  },
  {
    said: /mutual(?:ly)?[ _-]authenticat/i,
    example: 'invalid_request: mutual authentication failed',
    code: 'client_certificate_rejected',
    status: 500,
    person: later,
    operator:
      'The org enforces mutual TLS and was shown no certificate that it knows: SALESFORCE_CLIENT_CERTIFICATE must be the chain that was uploaded in Setup, Certificate and Key Management, and SALESFORCE_LOGIN_URL the My Domain.',
  },
  {
    said: /no valid scopes|scope parameter|^invalid_scope\b/i,
    example: 'invalid_grant: no valid scopes defined',
    code: 'scopes_missing',
    status: 500,
    person: later,
    operator:
      'The app may not give what the server asks for: its OAuth scopes must be api, refresh_token (offline_access) and openid.',
  },
  {
    said: /invalid assertion/i,
    example: 'invalid_grant: invalid assertion',
    code: 'certificate_rejected',
    status: 500,
    person: later,
    operator:
      "The app's certificate is not that of SALESFORCE_PRIVATE_KEY, or there is none (deploying the app again without it clears it; a sandbox refresh too): upload the certificate again. If it is right, look at the clock.",
  },
  {
    said: /audience/i,
    example: 'invalid_grant: audience is invalid',
    code: 'audience_rejected',
    status: 500,
    person: later,
    operator:
      'The assertion was for another host: SALESFORCE_LOGIN_URL must be that of the org, with test.salesforce.com or its own My Domain for a sandbox, and its own address for an Experience Cloud site.',
  },
  {
    said: /expired authorization code|assertion (?:is|has) expired|expired assertion/i,
    example: 'invalid_grant: expired authorization code',
    during: ['integration'],
    code: 'clock_off',
    status: 500,
    person: later,
    operator:
      "Salesforce takes the assertion for expired, or for one of the future (it calls both an expired authorization code): set this server's clock, by NTP.",
  },
  {
    said: /^OAUTH_JWT_TIMESTAMP_CHECK_FAILED\b/,
    example: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED: ',
    code: 'clock_off',
    status: 502,
    person: notWorked,
    operator:
      "The ID token is expired or of the future by more than a minute: set this server's clock, by NTP.",
  },
  {
    said: /request not supported on this domain/i,
    example: 'invalid_grant: request not supported on this domain',
    code: 'my_domain_required',
    status: 500,
    person: later,
    operator:
      "The Client Credentials flow works at the org's own address only: set SALESFORCE_LOGIN_URL to its My Domain (https://mydomain.my.salesforce.com).",
  },
  {
    said: /no client credentials user enabled/i,
    example: 'invalid_grant: no client credentials user enabled',
    code: 'no_run_as_user',
    status: 500,
    person: later,
    operator:
      "The Client Credentials flow has nobody to run as: enable it in the External Client App's policies and name a Run As user there.",
  },
  {
    said: /ip restricted|login hours/i,
    example: 'invalid_grant: ip restricted',
    code: 'ip_restricted',
    status: 403,
    person:
      'Your organization does not let you sign in from here, or at this hour. Please ask your administrator.',
    operator:
      "The user's profile or the app's policy restricts addresses or login hours: relax IP restrictions in the app's policies, or allow this server's address.",
  },
  {
    said: /^inactive_user\b|user is inactive|inactive user/i,
    example: 'inactive_user: user is inactive',
    code: 'inactive_user',
    status: 403,
    person: 'Your user is not active in Salesforce. Please ask your administrator.',
    operator: 'The user (or the integration user) is deactivated in Salesforce.',
  },
  {
    said: /^inactive_org\b|organization is inactive|inactive organization/i,
    example: 'inactive_org: organization is inactive',
    code: 'inactive_organization',
    status: 403,
    person: 'Your organization is closed in Salesforce. Please ask your administrator.',
    operator: 'The org is locked, closed or suspended.',
  },
  {
    said: /rate.?(?:limit.?)?exceeded/i,
    example: 'invalid_grant: login rate exceeded',
    code: 'login_rate_exceeded',
    status: 503,
    person: 'There were too many sign-ins at once. Please try again in an hour.',
    operator:
      'Salesforce lets a user sign in 3,600 times an hour: look for whatever else signs in as this user.',
  },
  {
    said: /already being processed/i,
    example: 'invalid_grant: token request is already being processed',
    code: 'token_busy',
    status: 503,
    person: 'Salesforce is still busy with an earlier request. Please try again in a minute.',
    operator:
      'Another call shows Salesforce the same refresh token at this moment. It passes by itself, unless something beside this server uses the same tokens.',
  },
  {
    said: /^OAUTH_(?:JWT|JSON|KEY|INVALID)_/,
    example: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED: ',
    code: 'identity_not_verified',
    status: 502,
    person: notWorked,
    operator:
      "The issuer, the ID token or its signature is not what SALESFORCE_LOGIN_URL's own discovery document promises: compare SALESFORCE_LOGIN_URL with the host that people sign in to.",
  },
  {
    said: /^OAUTH_RESPONSE_IS_NOT_/,
    example: 'OAUTH_RESPONSE_IS_NOT_CONFORM: HTTP 404',
    code: 'not_salesforce',
    status: 502,
    person: notWorked,
    operator:
      'What answers at SALESFORCE_LOGIN_URL does not speak OAuth as Salesforce does: open that address followed by /.well-known/openid-configuration. It must be a login host, a My Domain or an Experience Cloud site with its path.',
  },
  {
    said: /^invalid_grant\b/,
    example: 'invalid_grant: expired access/refresh token',
    during: ['refresh'],
    code: 'grant_ended',
    status: 401,
    person: 'Your session has ended. Please sign in again.',
    operator:
      "The refresh token is dead: revoked by the user or an administrator, ended by the app's refresh token policy, or one of more than five grants of a user. The person signs in again. Nothing to do, unless it happens to everybody.",
  },
  {
    said: /expired authorization code/i,
    example: 'invalid_grant: expired authorization code',
    code: 'code_expired',
    status: 400,
    person: 'Signing in took too long. Please try again.',
    operator:
      'The authorization code was expired or already used. If it happens to everybody, compare the clocks.',
  },
  {
    said: /^invalid_grant\b/,
    example: 'invalid_grant: invalid code verifier',
    code: 'grant_refused',
    status: 400,
    person: 'Signing in did not work, perhaps because it took too long. Please try again.',
    operator:
      'Salesforce takes what it was shown for no good, without saying why: see description. An authorization code works once; an assertion wants the right user, audience, certificate and clock.',
  },
  {
    said: /^instance_url_not_allowed\b/,
    example: 'instance_url_not_allowed: ',
    code: 'instance_not_allowed',
    status: 502,
    person: later,
    operator:
      'The token answer names an instance_url that is neither a Salesforce host nor the one in SALESFORCE_LOGIN_URL; its tokens were not used.',
  },
  {
    said: /^insecure_connection\b/,
    example: 'insecure_connection: ',
    code: 'insecure_connection',
    status: 500,
    person: later,
    operator:
      'APP_URL is https, but the request did not come as https: set TRUST_PROXY to the number of proxies in front, and let them send X-Forwarded-Proto.',
  },
  {
    said: /^organization_not_allowed\b/,
    example: 'organization_not_allowed: ',
    code: 'organization_not_allowed',
    status: 403,
    person:
      'Your organization is not the one that this shop works with. Please sign in with another user.',
    operator:
      'A user of another org than SALESFORCE_ORG_ID signed in, or the integration user is of another.',
  },
];

/** Whatever is not in the table. */
export const unexplained: Refusal = {
  code: 'sign_in_failed',
  status: 502,
  person: 'Signing in did not work. Please try again.',
  operator:
    "Salesforce's answer was not one that we know; see error and description, and the user's login history in Setup.",
};

/** Salesforce could not be reached, or did not answer in time. */
export const salesforceAway: Refusal = {
  code: 'salesforce_unavailable',
  status: 503,
  person: 'Salesforce cannot be reached at the moment. Please try again in a minute.',
  operator:
    'The login host in SALESFORCE_LOGIN_URL does not answer: check the name, the network and status.salesforce.com.',
};

/** What a failed call to Salesforce's OAuth endpoints means. */
export function explainRefusal(failure: OAuthFailure, undertaking: Undertaking): Refusal {
  if (isAway(failure)) return salesforceAway;
  const words = `${failure.error}: ${failure.description}`;
  const fits = ({ said, during }: Row) =>
    (during?.includes(undertaking) ?? true) && said.test(words);
  return refusals.find(fits) ?? unexplained;
}

/**
 * What an operator does about a refusal, by its code.
 *
 * @throws {TypeError} for a code that is not in the table
 */
export function remedyOf(code: string): string {
  const row = refusals.find((refusal) => refusal.code === code);
  if (row === undefined) throw new TypeError(`There is no refusal ${code}`);
  return row.operator;
}

/** No answer, too late an answer, or one that says to come back later. */
export function isAway({ outcome, error, description }: OAuthFailure): boolean {
  if (/^(OAUTH_TIMEOUT|OAUTH_ABORT|server_error|temporarily_unavailable)$/.test(error)) return true;
  return error.startsWith('OAUTH_') ? /^HTTP 5/.test(description) : outcome !== 'refused';
}
