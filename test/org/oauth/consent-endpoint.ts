import type { Request, RequestHandler, Response } from 'express';
import type { OrgUser } from '../data/org-data.ts';
import { sendConsentPage } from '../pages/consent-page.ts';
import { sendAttemptGone } from './attempt-gone.ts';
import type { Attempt, AttemptStore } from './attempt-store.ts';
import { errorRedirect } from './authorize-request.ts';
import type { BrowserSession } from './browser-sessions.ts';
import { codeRedirect } from './code-redirect.ts';
import { activeUser, type OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { formParameters, type Parameters, queryParameters } from './parameters.ts';
import { requestedAccess } from './requested-access.ts';
import { scopeMeanings } from './scopes.ts';

/** `/consent`: GET shows "Allow access?", POST takes the decision back to the application. */
export function createConsentEndpoint(
  context: OAuthContext,
  attempts: AttemptStore,
): RequestHandler {
  return function consentEndpoint(req, res) {
    const given = req.method === 'POST' ? formParameters(req) : queryParameters(req);
    const open = openAttempt(context, attempts, req, res, given);
    if (!open) {
      sendAttemptGone(context, res);
      return;
    }
    const { attempt, session, user } = open;
    const { request } = attempt;
    if (requestedAccess(context, request, user) === 'refused') {
      attempts.close(attempt);
      const refusal = refusals.notAdminApproved('OAUTH_APP_ACCESS_DENIED');
      res.redirect(303, errorRedirect(request, refusal));
      return;
    }
    const decision = given.get('decision');
    const decided = req.method === 'POST' && (decision === 'allow' || decision === 'deny');
    // Another tab may have signed somebody else in since the question was shown.
    if (!decided || attempt.askedUserId !== user.id) {
      askToAllow(context, res, attempt, user);
      return;
    }
    attempts.close(attempt);
    if (decision === 'deny') {
      const refusal = refusals.denied(context.settings().deniedError);
      res.redirect(303, errorRedirect(request, refusal));
      return;
    }
    context.approvals.add(user.id, request.app.clientId, request.scopes);
    res.redirect(303, codeRedirect(context, request, session));
  };
}

function openAttempt(
  context: OAuthContext,
  attempts: AttemptStore,
  req: Request,
  res: Response,
  given: Parameters,
): { attempt: Attempt; session: BrowserSession; user: OrgUser } | undefined {
  const attempt = attempts.find(given.get('attempt'), context.sessions.mark(req, res));
  const session = context.sessions.current(req);
  const user = session && activeUser(context, session.userId);
  if (!attempt || !user) return undefined;
  // Going to the consent page by hand must not get around a sign-in that was asked for.
  const { prompts } = attempt.request;
  const mustSignIn = prompts.has('login') || prompts.has('select_account');
  return mustSignIn && !attempt.signedIn ? undefined : { attempt, session, user };
}

function askToAllow(context: OAuthContext, res: Response, attempt: Attempt, user: OrgUser): void {
  attempt.askedUserId = user.id;
  const meanings = attempt.request.scopes.map((scope) => scopeMeanings[scope] ?? scope);
  sendConsentPage(res, {
    organizationName: context.data().organizationName,
    appName: attempt.request.app.name,
    attempt: attempt.id,
    user,
    meanings: [...new Set(meanings)],
    formLeadsTo: [new URL(attempt.request.redirectUri).origin],
  });
}
