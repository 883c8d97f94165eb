/** Why a sign-in did not succeed, for the two people it concerns. */
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
  /** Salesforce's `error`, and a part of its `error_description` where that matters. */
  readonly error: RegExp;
  readonly description?: RegExp;
}

/** The first row that fits is the answer. */
const table: readonly Row[] = [
  {
    error: /^access[_-]denied$/,
    code: 'access_denied',
    status: 403,
    person:
      'You did not allow access, so you are not signed in. You can try again whenever you like.',
    operator: 'The person pressed Deny. Nothing to do.',
  },
  {
    error: /^OAUTH_EC_APP_NOT_FOUND$/,
    code: 'app_not_installed',
    status: 403,
    person: 'This shop is not set up in your organization. Please tell the shop.',
    operator:
      'The External Client App is not installed in the org that was signed in to: install it there, or check SALESFORCE_LOGIN_URL.',
  },
  {
    error: /^(invalid_client|invalid_client_id)$/,
    code: 'client_rejected',
    status: 500,
    person: 'The shop cannot sign anybody in at the moment. Please try again later.',
    operator:
      'Salesforce does not accept SALESFORCE_CLIENT_ID with SALESFORCE_CLIENT_SECRET: compare both with the External Client App. A new app takes up to ten minutes to be known.',
  },
  {
    error: /^invalid_app_access$/,
    code: 'not_approved',
    status: 403,
    person: 'You may not use this shop yet. Please ask your administrator for access.',
    operator:
      'The app is for users that an administrator has approved: add a permission set or profile of this user to the External Client App, or let all users authorize themselves.',
  },
  {
    error: /^invalid_grant$/,
    description: /ip restricted|invalid login hours/i,
    code: 'ip_restricted',
    status: 403,
    person:
      'Your organization does not let you sign in from here, or at this hour. Please ask your administrator.',
    operator:
      "The user's profile or the app's policy restricts addresses or login hours: relax IP restrictions in the app's policies, or allow this server's address.",
  },
  {
    error: /^OAUTH_(?:JWT|JSON|KEY|INVALID)_/,
    code: 'identity_not_verified',
    status: 502,
    person: 'Signing in did not work. Please try again later.',
    operator:
      "The issuer, the ID token or its signature is not what SALESFORCE_LOGIN_URL's own discovery document promises: compare SALESFORCE_LOGIN_URL with the host that people sign in to, and the clocks.",
  },
  {
    error: /^invalid_grant$/,
    code: 'code_expired',
    status: 400,
    person: 'Signing in took too long. Please try again.',
    operator:
      'The authorization code was expired or already used. If it happens to everybody, compare the clocks.',
  },
  {
    error: /^inactive_user$/,
    code: 'inactive_user',
    status: 403,
    person: 'Your user is not active in Salesforce. Please ask your administrator.',
    operator: 'The user is deactivated in Salesforce.',
  },
  {
    error: /^instance_url_not_allowed$/,
    code: 'instance_not_allowed',
    status: 502,
    person: 'The shop cannot sign anybody in at the moment. Please try again later.',
    operator:
      'The token answer names an instance_url that is neither a Salesforce host nor the one in SALESFORCE_LOGIN_URL; its tokens were not used.',
  },
  {
    error: /^insecure_connection$/,
    code: 'insecure_connection',
    status: 500,
    person: 'The shop cannot sign anybody in at the moment. Please try again later.',
    operator:
      'APP_URL is https, but the request did not come as https: set TRUST_PROXY to the number of proxies in front, and let them send X-Forwarded-Proto.',
  },
  {
    error: /^organization_not_allowed$/,
    code: 'organization_not_allowed',
    status: 403,
    person:
      'Your organization is not the one that this shop works with. Please sign in with another user.',
    operator: 'A user of another org than SALESFORCE_ORG_ID signed in.',
  },
];

const unexplained: Refusal = {
  code: 'sign_in_failed',
  status: 502,
  person: 'Signing in did not work. Please try again.',
  operator: "Salesforce's answer was not one that a sign-in ends with; see error and description.",
};

/** The refusal that Salesforce's words mean. */
export function explainRefusal(error: string, description: string): Refusal {
  return (
    table.find((row) => row.error.test(error) && (row.description?.test(description) ?? true)) ??
    unexplained
  );
}

/** Salesforce could not be reached, or did not answer in time. */
export const salesforceAway: Refusal = {
  code: 'salesforce_unavailable',
  status: 503,
  person: 'Salesforce cannot be reached at the moment. Please try again in a minute.',
  operator:
    'The login host in SALESFORCE_LOGIN_URL does not answer: check the name, the network and status.salesforce.com.',
};
