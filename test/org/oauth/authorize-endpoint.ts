import type { Request, RequestHandler, Response } from 'express';
import { sendMessagePage } from '../pages/message-page.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import type { AttemptStore } from './attempt-store.ts';
import {
  errorRedirect,
  parseAuthorizeRequest,
  parseReplyAddress,
  type ReplyAddress,
} from './authorize-request.ts';
import { codeRedirect } from './code-redirect.ts';
import { activeUser, type OAuthContext } from './oauth-context.ts';
import { OAuthError, refusals } from './oauth-error.ts';
import { formParameters, type Parameters, queryParameters } from './parameters.ts';
import { requestedAccess } from './requested-access.ts';

/** `/services/oauth2/authorize`: checks the request, then asks for whatever is still missing. */
export function createAuthorizeEndpoint(
  context: OAuthContext,
  attempts: AttemptStore,
): RequestHandler {
  function authorize(req: Request, res: Response, given: Parameters, reply: ReplyAddress): void {
    const request = parseAuthorizeRequest(given, reply);
    const session = context.sessions.current(req);
    const user = session && activeUser(context, session.userId);
    const unattended = request.unattendedError;
    const mustSignIn =
      !session || !user || request.prompts.has('login') || request.prompts.has('select_account');
    const access = mustSignIn ? 'ask' : requestedAccess(context, request, user);
    if (access === 'refused') throw refusals.notAdminApproved('OAUTH_APP_ACCESS_DENIED');
    if (access === 'granted' && session) {
      res.redirect(302, codeRedirect(context, request, session));
      return;
    }
    if (unattended) throw refusals.unattended(mustSignIn ? unattended : consentError(unattended));
    const browser = context.sessions.mark(req, res);
    const address = `/services/oauth2/authorize?${new URLSearchParams([...given])}`;
    const attempt = attempts.open({ request, browser, address });
    if (mustSignIn) {
      askToSignIn(context, res, attempt, { username: request.loginHint ?? user?.username ?? '' });
    } else res.redirect(302, `/consent?attempt=${attempt.id}`);
  }

  return function authorizeEndpoint(req, res) {
    let reply: ReplyAddress | undefined;
    try {
      const given = req.method === 'POST' ? formParameters(req) : queryParameters(req);
      reply = parseReplyAddress(context, given);
      authorize(req, res, given, reply);
    } catch (refusal) {
      if (!(refusal instanceof OAuthError)) throw refusal;
      refuse(context, res, reply, refusal);
    }
  };
}

function refuse(
  context: OAuthContext,
  res: Response,
  reply: ReplyAddress | undefined,
  refusal: OAuthError,
): void {
  const { error, description } = refusal;
  const isMissingChallenge = description === refusals.missingChallenge().description;
  if (isMissingChallenge && context.settings().missingChallengeAnswer === 'body') {
    // Without a Content-Type: browsers save it as a file (P).
    res.status(400).end(`error=${error}&error_description=${description}`);
  } else if (reply) {
    res.redirect(302, errorRedirect(reply, refusal));
  } else {
    sendMessagePage(res, {
      status: refusal.status,
      organizationName: context.data().organizationName,
      title: 'OAuth error',
      message: 'The application’s request cannot be answered, and it is not safe to go back to it.',
      detail: `error=${error}&error_description=${description}`,
    });
  }
}

/** OpenID Connect parts the two (Core section 3.1.2.6), Salesforce's `immediate` does not (D). */
function consentError(unattended: string): string {
  return unattended === 'login_required' ? 'consent_required' : unattended;
}
