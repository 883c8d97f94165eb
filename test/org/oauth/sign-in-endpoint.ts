import type { RequestHandler } from 'express';
import { demoPassword } from '../pages/demo-users.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { sendAttemptGone } from './attempt-gone.ts';
import type { AttemptStore } from './attempt-store.ts';
import { errorRedirect } from './authorize-request.ts';
import { codeRedirect } from './code-redirect.ts';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { formParameters } from './parameters.ts';
import { isRestricted } from './permitted-user.ts';
import { requestedAccess } from './requested-access.ts';

/** Salesforce's sentence (P); the same for a wrong name, a wrong password and an inactive user. */
export const signInFailure =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

/** Salesforce's sentence (P) of the days when it still gave the reason away. */
const restriction =
  'Your login attempt has failed. The username or password may be incorrect, or your location or login time may be restricted. Please contact the administrator at your company for help.';

/** `POST /login`: the sign-in form's address. */
export function createSignInEndpoint(
  context: OAuthContext,
  attempts: AttemptStore,
): RequestHandler {
  return function signInEndpoint(req, res) {
    const given = formParameters(req);
    const attempt = attempts.find(given.get('attempt'), context.sessions.mark(req, res));
    if (!attempt) {
      sendAttemptGone(context, res);
      return;
    }
    const username = given.get('username') ?? '';
    const user = context.data().userByUsername(username);
    if (!user?.active || given.get('pw') !== demoPassword) {
      askToSignIn(context, res, attempt, { username, failure: signInFailure });
      return;
    }
    if (isRestricted(context, user)) {
      askToSignIn(context, res, attempt, { username, failure: restriction });
      return;
    }
    const session = context.sessions.start(req, res, user.id);
    attempt.signedIn = true;
    const { request } = attempt;
    const access = requestedAccess(context, request, user);
    if (access === 'ask') {
      // 303, so that reloading the next page does not send the password again.
      res.redirect(303, `/consent?attempt=${attempt.id}`);
      return;
    }
    attempts.close(attempt);
    res.redirect(
      303,
      access === 'granted'
        ? codeRedirect(context, request, session)
        : errorRedirect(request, refusals.notAdminApproved('OAUTH_APP_ACCESS_DENIED')),
    );
  };
}
