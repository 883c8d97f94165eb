/** A refusal in the shape of RFC 6749 section 5.2, answered as JSON, as a redirect or as a page. */
export class OAuthError extends Error {
  readonly error: string;
  readonly description: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(`${error}: ${description}`);
    this.name = 'OAuthError';
    this.error = error;
    this.description = description;
    this.status = status;
  }
}

/**
 * Salesforce's refusals in Salesforce's words, one place so that each can be compared with its
 * source. D: documented; P: seen in public issues and captures; U: not confirmed, chosen here.
 */
export const refusals = {
  /** P */
  unknownClient: () => new OAuthError('invalid_client_id', 'client identifier invalid'),
  /** P (both codes and the sentence): the first from the token endpoint, the other in a redirect */
  notInstalled: (code: 'app_not_found' | 'OAUTH_EC_APP_NOT_FOUND') =>
    new OAuthError(code, 'External client app is not installed in this org'),
  /** P (both codes and the sentence): likewise */
  notAdminApproved: (code: 'invalid_app_access' | 'OAUTH_APP_ACCESS_DENIED') =>
    new OAuthError(code, 'user is not admin approved to access this app'),
  /** P */
  wrongSecret: () => new OAuthError('invalid_client', 'invalid client credentials'),
  /** P */
  wrongRedirectUri: () =>
    new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration'),
  /** D (code), U (wording) */
  missingRedirectUri: () => new OAuthError('redirect_uri_missing', 'must have redirect_uri'),
  /** P */
  unsupportedGrant: () => new OAuthError('unsupported_grant_type', 'grant type not supported'),
  /** P */
  unsupportedResponse: () =>
    new OAuthError('unsupported_response_type', 'response type not supported'),
  /** P (wording) */
  wrongScope: () =>
    new OAuthError('invalid_scope', 'the requested scope is invalid, unknown, or malformed'),
  /** P */
  missingChallenge: () => new OAuthError('invalid_request', 'missing required code challenge'),
  /** U */
  wrongChallenge: () => new OAuthError('invalid_request', 'invalid code challenge'),
  /** U */
  wrongChallengeMethod: () =>
    new OAuthError('invalid_request', 'code challenge method not supported'),
  /** U */
  wrongPrompt: () => new OAuthError('invalid_request', 'invalid prompt'),
  /** D (codes), U (wording): nobody may be asked, and somebody would have to be */
  unattended: (code: string) => new OAuthError(code, 'user interaction is required'),
  /** P */
  denied: (code: string) => new OAuthError(code, 'end-user denied authorization'),
  /** U (RFC 6749: a parameter may appear once) */
  repeatedParameter: (name: string) =>
    new OAuthError('invalid_request', `parameter repeated: ${name}`),
  /** U */
  missingParameter: (name: string) =>
    new OAuthError('invalid_request', `missing required parameter: ${name}`),
  /** P */
  mustPost: () => new OAuthError('invalid_request', 'must use HTTP POST'),
  /** P */
  deadCode: () => new OAuthError('invalid_grant', 'expired authorization code'),
  /** D (`invalid_request`), P (`invalid_grant`, and the wording) */
  wrongVerifier: (code: string) => new OAuthError(code, 'invalid code verifier'),
  /** D (code), P (wording): also where a verifier comes for a code that had no challenge */
  missingVerifier: () => new OAuthError('invalid_grant', 'invalid code verifier'),
  /** D */
  deadRefreshToken: () => new OAuthError('invalid_grant', 'expired access/refresh token'),
  /** P: transient, the token still lives */
  alreadyProcessing: () =>
    new OAuthError('invalid_grant', 'token request is already being processed'),
  /** P */
  invalidAssertion: () => new OAuthError('invalid_grant', 'invalid assertion'),
  /** P */
  wrongAudience: () => new OAuthError('invalid_grant', 'audience is invalid'),
  /** P: the words that a dead code gets */
  untimelyAssertion: () => new OAuthError('invalid_grant', 'expired authorization code'),
  /** P */
  notApproved: () => new OAuthError('invalid_grant', "user hasn't approved this consumer"),
  /** P: JWT Bearer wants the scope of the app although it never gives a refresh token */
  noRefreshScope: () =>
    new OAuthError(
      'invalid_request',
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    ),
  /** P: the token endpoint takes no `scope`, whatever the grant type */
  scopeAtTokenEndpoint: () => new OAuthError('invalid_request', 'scope parameter not supported'),
  /** P */
  loginHost: () => new OAuthError('invalid_grant', 'request not supported on this domain'),
  /** P (wording), U (code) */
  clientCredentialsDisabled: () =>
    new OAuthError('invalid_grant', 'client credentials flow not enabled'),
  /** P */
  noRunAsUser: () => new OAuthError('invalid_grant', 'no client credentials user enabled'),
  /** P */
  noValidScopes: () => new OAuthError('invalid_grant', 'no valid scopes defined'),
  /** D (`inactive_user`), P (the other) */
  inactiveUser: (code: 'inactive_user' | 'invalid_grant') =>
    new OAuthError(code, code === 'inactive_user' ? 'user is inactive' : 'inactive user'),
  /** D and P */
  restrictedUser: () => new OAuthError('invalid_grant', 'ip restricted or invalid login hours'),
  /** P: from the username-password flow, whether blocked, or the name or the password is wrong */
  authenticationFailure: () => new OAuthError('invalid_grant', 'authentication failure'),
  /** D (code), U (wording) */
  unknownToken: () => new OAuthError('invalid_token', 'the token is invalid'),
  /** D (code), U (wording) */
  unsupportedToken: () =>
    new OAuthError('unsupported_token_type', 'this token type is not supported'),
};
