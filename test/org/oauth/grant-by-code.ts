import { createHash } from 'node:crypto';
import { authenticateClient } from './client-authentication.ts';
import type { Code } from './grant-store.ts';
import { activeUser } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import type { Parameters } from './parameters.ts';
import type { GrantType } from './token-endpoint.ts';

/** `authorization_code` with PKCE: the Web Server flow. */
export const grantByCode: GrantType = async (context, req, given) => {
  const secretRequired = context.settings().requireSecretForWebServerFlow;
  const app = await authenticateClient(context, req, given, secretRequired);
  const value = given.get('code');
  if (value === undefined) throw refusals.missingParameter('code');
  const code = context.grants.usableCode(value);
  if (!code || code.clientId !== app.clientId) throw refusals.deadCode();
  if (given.get('redirect_uri') === undefined) throw refusals.missingRedirectUri();
  if (given.get('redirect_uri') !== code.redirectUri) throw refusals.wrongRedirectUri();
  verifyChallenge(code, given);
  if (!activeUser(context, code.userId)) throw refusals.inactiveUser();
  const { userId, clientId, scopes, authTime, nonce } = code;
  const grant = context.grants.createGrant({ userId, clientId, scopes, authTime });
  code.redeemedAs = grant;
  return { grant, refreshToken: grant.refreshToken?.value, nonce };
};

/** RFC 7636 section 4.6. Which of the two error codes is for which mistake: D. */
function verifyChallenge(code: Code, given: Parameters): void {
  const verifier = given.get('code_verifier');
  if (code.challenge === undefined && verifier === undefined) return;
  // A verifier without a challenge: somebody may have taken the challenge out (RFC 9700, 2.1.1).
  if (verifier === undefined || code.challenge === undefined) throw refusals.missingVerifier();
  const hash = createHash('sha256').update(verifier).digest('base64url');
  if (!/^[\w.~-]{43,128}$/.test(verifier) || hash !== code.challenge) {
    throw refusals.wrongVerifier();
  }
}
