import { authenticateClient } from './client-authentication.ts';
import { refusals } from './oauth-error.ts';
import { permittedUser } from './permitted-user.ts';
import type { GrantType } from './token-endpoint.ts';

/** Salesforce leaves these out of such a token (D/P). */
const scopesOfPeople = ['refresh_token', 'full', 'web'];

/**
 * `client_credentials`: the app acts by itself, as the user that an administrator chose for it, with
 * all of its scopes. No refresh token comes of it.
 */
export const grantByClientCredentials: GrantType = async (context, req, given) => {
  // Login and test hosts serve every org, and no user's name says which one is meant (P).
  if (context.settings().hostKind !== 'my_domain') throw refusals.loginHost();
  const app = await authenticateClient(context, req, given);
  if (!app.clientCredentialsEnabled) throw refusals.clientCredentialsDisabled();
  if (app.runAsUser === null) throw refusals.noRunAsUser();
  const user = context.data().userByUsername(app.runAsUser);
  const { id: userId } = permittedUser(context, app, user?.id);
  const scopes = app.scopes.filter((scope) => !scopesOfPeople.includes(scope));
  if (scopes.length === 0) throw refusals.noValidScopes();
  const authTime = Math.floor(context.clock() / 1000);
  const { clientId } = app;
  const grant = context.grants.createGrant({ userId, clientId, scopes, authTime });
  return { app, grant, withoutIdToken: true };
};
