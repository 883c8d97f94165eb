import { activeUser } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { orgUrl } from './org-url.ts';
import { isMeantFor, isTimely, readAssertion } from './signed-assertion.ts';
import type { GrantType } from './token-endpoint.ts';

/**
 * JWT Bearer (RFC 7523): the app acts for a user who approved it earlier with `refresh_token`,
 * or whom an administrator pre-authorized (D/P). The certificate stands for the client secret.
 */
export const grantByJwt: GrantType = async (context, req, given) => {
  const { app } = context;
  const assertion = given.get('assertion');
  if (assertion === undefined) throw refusals.missingParameter('assertion');
  const claims = await readAssertion(app, assertion);
  if (!claims) throw refusals.invalidAssertion();
  if (claims.iss !== app.clientId) throw refusals.unknownClient();
  // A production org takes the login host's name for its own (D); a sandbox's would be refused.
  const audiences = [orgUrl(req), `${orgUrl(req)}/services/oauth2/token`];
  if (!isMeantFor(claims, [...audiences, 'https://login.salesforce.com'])) {
    throw refusals.wrongAudience();
  }
  if (!isTimely(claims, context.clock)) throw refusals.untimelyAssertion();
  const user = context.data().userByUsername(String(claims.sub));
  if (!user) throw refusals.notApproved();
  const approved = context.approvals.scopes(user.id, app.clientId);
  const preauthorized = context.settings().consent === 'preauthorized';
  if (!preauthorized && !approved.includes('refresh_token')) throw refusals.notApproved();
  if (!activeUser(context, user.id)) throw refusals.inactiveUser();
  const scopes = (preauthorized ? context.app.scopes : approved).filter(
    // No refresh token comes of this grant: the assertion is the standing authority (P).
    (scope) => scope !== 'refresh_token',
  );
  const authTime = Math.floor(context.clock() / 1000);
  const grant = context.grants.createGrant({
    ...{ userId: user.id, clientId: app.clientId, scopes, authTime },
  });
  return { grant, withoutSignature: true };
};
