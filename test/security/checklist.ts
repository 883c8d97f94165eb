/** One line of the security checklist. */
export interface Requirement {
  readonly row: number;
  readonly requirement: string;
  /** ASVS is OWASP's Application Security Verification Standard 5.0. */
  readonly source: string;
}

type Line = readonly [row: number, requirement: string, source: string];

const lines: readonly Line[] = [
  [1, 'Cookies are Secure and HttpOnly', 'RFC 10017'],
  [2, 'The session cookie is SameSite=Strict', 'RFC 10017'],
  [3, 'Cookies have Path=/ and no Domain', 'RFC 10017'],
  [4, 'Their names begin with __Host-Http- in production', 'ASVS 3.3.3'],
  [5, 'No token, code or secret is in a cookie, body, URL, script or log', 'ASVS 10.1.1, 14.2.1'],
  [6, 'A session id has 128 bits or more from a CSPRNG', 'ASVS 7.2.3'],
  [7, 'Every sign-in has a new session id, also one of somebody signed in', 'ASVS 7.2.4'],
  [8, 'The old session id is dead after a sign-in', 'ASVS 7.2.4'],
  [9, 'An unknown session id is never adopted', 'OWASP Session Management'],
  [10, 'Signing out ends the session on the server', 'ASVS 7.4.1'],
  [11, 'A slow request that ends after a sign-out brings nothing back', 'ASVS 15.4.2'],
  [12, 'A session ends when it is not used for a while', 'ASVS 7.3.1'],
  [13, 'A session ends after a while although it is used', 'ASVS 7.3.2'],
  [14, 'Asking for the session does not extend it', 'Duende.BFF'],
  [15, 'People see their own sessions', 'ASVS 7.5.2'],
  [16, 'People end one of their sessions, the others, or all', 'ASVS 7.5.2'],
  [17, 'An operator ends the sessions of a user, or all', 'ASVS 7.4.5'],
  [
    18,
    'Six browsers of one person stay signed in; the most is fifty',
    'ASVS 7.1.2, five-grant rule',
  ],
  [19, 'A cookie is under 4,096 bytes', 'ASVS 3.3.5'],
  [20, 'Signing out clears the browser’s cache and storage', 'ASVS 14.3.1'],
  [21, 'The session ends when the refresh token is dead', 'RFC 10017'],
  [22, 'Session ids are hashed in the store', 'hardening'],
  [23, 'Tokens are encrypted at rest', 'ASVS 11.3'],
  [24, 'What is encrypted is bound to its owner', 'hardening'],
  [25, 'Rotating the secret signs nobody out', 'ASVS 13.3.4'],
  [26, 'Sign-in is by authorization code, of a confidential client', 'RFC 10017'],
  [27, 'PKCE with S256 and a fresh verifier', 'ASVS 10.2.1'],
  [28, 'state is random, works once, and only in the browser it was made for', 'ASVS 10.1.2'],
  [29, 'nonce is verified', 'ASVS 10.5.1'],
  [30, 'A missing or doubled state is refused', 'ASVS 15.3.7'],
  [31, 'iss is checked where it is sent', 'RFC 9207'],
  [32, 'The issuer is compared exactly', 'ASVS 10.5.3'],
  [33, 'Audience, expiry and signature of the ID token are verified', 'ASVS 10.5.4'],
  [34, 'A user is an organization and a user id', 'ASVS 10.5.2'],
  [35, 'No more scopes than are needed', 'ASVS 10.2.3'],
  [36, 'No redirect leads to another site', 'RFC 9700'],
  [37, 'Two tabs that sign in at once both succeed', 'experience'],
  [38, 'A replayed callback is no error for somebody signed in', 'experience'],
  [39, 'Cookies of sign-in attempts are short-lived and at most five', 'experience'],
  [40, 'A prefetch of /auth/login starts nothing', 'experience'],
  [41, 'Nobody is signed in without an act of theirs', 'ASVS 7.6.2'],
  [42, 'Signing out revokes the refresh token, and works without Salesforce', 'Duende.BFF'],
  [43, 'Fifty requests with a dead access token: one refresh', 'experience'],
  [44, 'The same over four processes: one refresh', 'experience'],
  [45, 'A slow refresh is still one refresh', 'oauth2-proxy 3456'],
  [46, 'A process killed during a refresh: a clean sign-in, no replay', 'refresh-token rotation'],
  [47, 'A token endpoint in trouble signs nobody out', 'oauth2-proxy'],
  [48, 'A 401 from the API: one refresh, one more try', 'jsforce 1168'],
  [49, 'A clock that is a minute off does no harm', 'experience'],
  [66, 'A store that is frozen or down: 503 within a second, nobody is let in', 'ASVS 16.5.2'],
  [69, 'Alive is not ready', 'Duende.BFF'],
];

/** What `npm run test:security` answers for: each row has tests here, whose names begin with `#row`. */
export const checklist: readonly Requirement[] = lines.map(([row, requirement, source]) => ({
  row,
  requirement,
  source,
}));
