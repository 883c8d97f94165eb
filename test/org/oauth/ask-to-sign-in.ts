import type { Response } from 'express';
import { sendSignInPage } from '../pages/sign-in-page.ts';
import type { Attempt } from './attempt-store.ts';
import type { OAuthContext } from './oauth-context.ts';

/** Shows the sign-in form of an attempt. */
export function askToSignIn(
  context: OAuthContext,
  res: Response,
  attempt: Attempt,
  form: { username: string; failure?: string },
): void {
  sendSignInPage(res, {
    ...form,
    organizationName: context.data().organizationName,
    appName: attempt.request.app.name,
    attempt: attempt.id,
    formLeadsTo: [new URL(attempt.request.redirectUri).origin],
    linkFor: (username) => {
      const [path = '', query] = attempt.address.split('?', 2);
      const parameters = new URLSearchParams(query);
      parameters.set('login_hint', username);
      return `${path}?${parameters}`;
    },
  });
}
