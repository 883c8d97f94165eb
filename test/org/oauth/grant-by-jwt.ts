import type { OrgUser } from '../data/org-data.ts';
import type { ExternalClientApp } from './external-client-app.ts';
import { knownApp } from './known-app.ts';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { orgUrl } from './org-url.ts';
import { isPreauthorized, permittedUser } from './permitted-user.ts';
import { isMeantFor, isSignedWith, isTimely, unverifiedClaims } from './signed-assertion.ts';
import type { GrantType } from './token-endpoint.ts';

/**
 * JWT Bearer (RFC 7523): the app acts for a user who approved it earlier with `refresh_token`,
 * or whom an administrator pre-authorized (D/P). The certificate stands for the client secret.
 */
export const grantByJwt: GrantType = async (context, req, given) => {
  const assertion = given.get('assertion');
  if (assertion === undefined) throw refusals.missingParameter('assertion');
  const claims = unverifiedClaims(assertion);
  if (!claims) throw refusals.invalidAssertion();
  const app = knownApp(context, claims.iss);
  if (!(await isSignedWith(app.certificate, assertion))) throw refusals.invalidAssertion();
  // An org takes its login host's name for its own: a sandbox's is another than production's (D).
  const loginHost = context.settings().sandbox ? 'test' : 'login';
  const own = [orgUrl(req), `${orgUrl(req)}/services/oauth2/token`];
  if (!isMeantFor(claims, [...own, `https://${loginHost}.salesforce.com`])) {
    throw refusals.wrongAudience();
  }
  if (!isTimely(claims, context.clock)) throw refusals.untimelyAssertion();
  // `prn` is what an early draft of the RFC called `sub`; it wins (D).
  const user = context.data().userByUsername(String(claims.prn ?? claims.sub));
  if (!user) throw refusals.notApproved();
  permittedUser(context, app, user.id);
  const authTime = Math.floor(context.clock() / 1000);
  const grant = context.grants.createGrant({
    userId: user.id,
    clientId: app.clientId,
    // No refresh token comes of this grant: the assertion is the standing authority (P).
    scopes: approvedScopes(context, app, user).filter((scope) => scope !== 'refresh_token'),
    authTime,
  });
  return { app, grant, withoutIdToken: true, withoutSignature: true };
};

/** What user or administrator approved so far, which must include `refresh_token` (P). */
function approvedScopes(
  context: OAuthContext,
  app: ExternalClientApp,
  user: OrgUser,
): readonly string[] {
  if (!app.scopes.includes('refresh_token')) throw refusals.noRefreshScope();
  if (isPreauthorized(context, app, user)) return app.scopes;
  const approved = context.approvals.scopes(user.id, app.clientId);
  if (!approved.includes('refresh_token')) throw refusals.notApproved();
  return approved;
}
