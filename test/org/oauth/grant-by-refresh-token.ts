import { authenticateClient } from './client-authentication.ts';
import { refusals } from './oauth-error.ts';
import { permittedUser } from './permitted-user.ts';
import type { GrantType } from './token-endpoint.ts';

/** `refresh_token`, with rotation where the app's policy says so. */
export const grantByRefreshToken: GrantType = async (context, req, given) => {
  const app = await authenticateClient(
    context,
    req,
    given,
    ({ requireSecretForRefreshTokenFlow }) => requireSecretForRefreshTokenFlow,
  );
  const value = given.get('refresh_token');
  if (value === undefined) throw refusals.missingParameter('refresh_token');
  const grant = context.grants.grantOfRefreshToken(value, app.clientId);
  if (!grant) throw refusals.deadRefreshToken();
  permittedUser(context, app, grant.userId);
  // Without rotation Salesforce leaves `refresh_token` out of the answer (D).
  if (!app.rotateRefreshTokens) return { app, grant };
  return { app, grant, refreshToken: context.grants.rotate(grant).value };
};
