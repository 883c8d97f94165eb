import { demoPassword } from '../pages/demo-users.ts';
import { authenticateClient } from './client-authentication.ts';
import { refusals } from './oauth-error.ts';
import { permittedUser } from './permitted-user.ts';
import type { GrantType } from './token-endpoint.ts';

/**
 * `password`: the app has the user's password. No refresh token comes of it, no scope and no
 * sign-in of OpenID Connect (D). Whatever is wrong, the caller hears the same two words (P).
 */
export const grantByPassword: GrantType = async (context, req, given) => {
  const app = await authenticateClient(
    context,
    req,
    given,
    // The one policy stands for this flow as well (D).
    ({ requireSecretForWebServerFlow }) => requireSecretForWebServerFlow,
  );
  const username = given.get('username');
  const password = given.get('password');
  if (username === undefined) throw refusals.missingParameter('username');
  if (password === undefined) throw refusals.missingParameter('password');
  const user = context.data().userByUsername(username);
  const isRight =
    context.settings().usernamePasswordFlow &&
    // The sites where portal users sign in do not have this flow (D).
    user?.contactId === null &&
    user.active &&
    password === demoPassword;
  if (!isRight) throw refusals.authenticationFailure();
  const { id: userId } = permittedUser(context, app, user.id);
  const grant = context.grants.createGrant({
    userId,
    clientId: app.clientId,
    scopes: ['api', 'id', 'web'],
    authTime: Math.floor(context.clock() / 1000),
  });
  return { app, grant, withoutScope: true };
};
