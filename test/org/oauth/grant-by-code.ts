import { createHash } from 'node:crypto';
import { authenticateClient } from './client-authentication.ts';
import type { Code } from './grant-store.ts';
import { refusals } from './oauth-error.ts';
import type { Parameters } from './parameters.ts';
import { permittedUser } from './permitted-user.ts';
import type { GrantType } from './token-endpoint.ts';

/** `authorization_code` with PKCE: the Web Server flow. */
export const grantByCode: GrantType = async (context, req, given) => {
  const app = await authenticateClient(
    context,
    req,
    given,
    ({ requireSecretForWebServerFlow }) => requireSecretForWebServerFlow,
  );
  const value = given.get('code');
  if (value === undefined) throw refusals.missingParameter('code');
  const code = context.grants.usableCode(value, app.clientId);
  if (!code) throw refusals.deadCode();
  if (given.get('redirect_uri') === undefined) throw refusals.missingRedirectUri();
  if (given.get('redirect_uri') !== code.redirectUri) throw refusals.wrongRedirectUri();
  verifyChallenge(code, given, context.settings().wrongVerifierError);
  permittedUser(context, app, code.userId);
  const { userId, clientId, scopes, authTime, nonce } = code;
  const grant = context.grants.createGrant({ userId, clientId, scopes, authTime });
  code.redeemedAs = grant;
  return { app, grant, refreshToken: grant.refreshToken?.value, nonce };
};

/**
 * A verifier that Salesforce takes: 128 bytes in base64url, it asks for (D), which are 171
 * characters where RFC 7636 allows 128. It refuses the `~` that the RFC allows (P).
 */
const verifierPattern = /^[\w.-]{43,256}$/;

/** RFC 7636 section 4.6. */
function verifyChallenge(code: Code, given: Parameters, wrongVerifierError: string): void {
  const verifier = given.get('code_verifier');
  if (code.challenge === undefined && verifier === undefined) return;
  // A verifier without a challenge: somebody may have taken the challenge out (RFC 9700, 2.1.1).
  if (verifier === undefined || code.challenge === undefined) throw refusals.missingVerifier();
  const hash = createHash('sha256').update(verifier).digest('base64url');
  if (!verifierPattern.test(verifier) || hash !== code.challenge) {
    throw refusals.wrongVerifier(wrongVerifierError);
  }
}
