import type { RequestHandler } from 'express';
import { demoPassword } from '../pages/demo-users.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { sendAttemptGone } from './attempt-gone.ts';
import type { AttemptStore } from './attempt-store.ts';
import { codeRedirect } from './code-redirect.ts';
import { needsConsent } from './needs-consent.ts';
import type { OAuthContext } from './oauth-context.ts';
import { formParameters } from './parameters.ts';

/** Salesforce's sentence (P); the same for a wrong name, a wrong password and an inactive user. */
export const signInFailure =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

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
    const session = context.sessions.start(req, res, user.id);
    attempt.signedIn = true;
    if (needsConsent(context, attempt.request, user.id)) {
      // 303, so that reloading the next page does not send the password again.
      res.redirect(303, `/consent?attempt=${attempt.id}`);
      return;
    }
    attempts.close(attempt);
    res.redirect(303, codeRedirect(context, attempt.request, session));
  };
}
