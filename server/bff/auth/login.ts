import type { Request, RequestHandler } from 'express';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import type { SessionCookie } from '../session/session-cookie.ts';
import { returnTo } from './return-to.ts';
import type { ShowRefusal } from './show-refusal.ts';
import type { SignInAttempts } from './sign-in-attempt.ts';

export interface LoginOptions {
  readonly appUrl: URL;
  readonly oauth: OAuthClient;
  readonly attempts: SignInAttempts;
  readonly cookie: SessionCookie;
  readonly showRefusal: ShowRefusal;
}

/** `GET /auth/login`: sends the browser to Salesforce, unless nobody asked for that. */
export function login(options: LoginOptions): RequestHandler {
  const { appUrl, oauth, attempts, cookie, showRefusal } = options;
  return async function loginHandler(request, response) {
    if (isPrefetch(request)) {
      response.status(403).end();
      return;
    }
    const path = returnTo(request.query.returnTo, appUrl);
    if (!isPersonsAct(request)) {
      response.redirect(303, path);
      return;
    }
    const earlierSession = cookie.keyFrom(request.headers.cookie);
    const attempt = attempts.begin({ returnTo: path, ...(earlierSession && { earlierSession }) });
    let url: URL;
    try {
      requireSecure(request, cookie);
      url = await oauth.authorizationUrl(attempt);
    } catch (error) {
      showRefusal(error, path, request, response);
      return;
    }
    attempts.remember(attempt, request.headers.cookie, response);
    response.redirect(302, url.href);
  };
}

/** Without this, a sign-in would go all the way and end in a browser that was sent no session cookie. */
function requireSecure(request: Request, cookie: SessionCookie): void {
  if (cookie.secure && !request.secure) {
    throw new OAuthFailure('refused', 'insecure_connection', '', undefined);
  }
}

/** A browser that loads a link before anybody has followed it must not start anything. */
const isPrefetch = (request: Request): boolean =>
  /prefetch|prerender/i.test(`${request.get('sec-purpose')} ${request.get('purpose')}`);

/**
 * Whether a person on one of our pages, or at the address bar, asked to sign in: another site must not
 * do it for them, nor a frame or an image of anybody's. Programs without Fetch Metadata are let through.
 */
function isPersonsAct(request: Request): boolean {
  const site = request.get('sec-fetch-site') ?? 'none';
  const destination = request.get('sec-fetch-dest') ?? 'document';
  return (site === 'same-origin' || site === 'none') && destination === 'document';
}
