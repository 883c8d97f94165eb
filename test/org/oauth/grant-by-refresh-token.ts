import { authenticateClient } from './client-authentication.ts';
import { activeUser } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import type { GrantType } from './token-endpoint.ts';

/** `refresh_token`, with rotation where the app's setting says so. */
export const grantByRefreshToken: GrantType = async (context, req, given) => {
  const settings = context.settings();
  const app = await authenticateClient(
    context,
    req,
    given,
    settings.requireSecretForRefreshTokenFlow,
  );
  const value = given.get('refresh_token');
  if (value === undefined) throw refusals.missingParameter('refresh_token');
  const grant = context.grants.grantOfRefreshToken(value);
  if (!grant || grant.clientId !== app.clientId) throw refusals.deadRefreshToken();
  if (!activeUser(context, grant.userId)) throw refusals.inactiveUser();
  // Without rotation Salesforce leaves `refresh_token` out of the answer (D).
  if (!settings.rotateRefreshTokens) return { grant };
  return { grant, refreshToken: context.grants.rotate(grant).value };
};
