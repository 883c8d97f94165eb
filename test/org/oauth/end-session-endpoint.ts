import type { RequestHandler } from 'express';
import { compactVerify, decodeJwt } from 'jose';
import { sendMessagePage } from '../pages/message-page.ts';
import { allowsPostLogoutUri, type ExternalClientApp } from './external-client-app.ts';
import type { OAuthContext } from './oauth-context.ts';
import { formParameters, type Parameters, queryParameters } from './parameters.ts';

/**
 * `/services/auth/idp/oidc/logout` (OpenID Connect RP-Initiated Logout): ends the browser's
 * session with the org. It leads on only to an address of the asking app's own, or of any app where
 * none is named, or it would be an open redirect.
 */
export function createEndSessionEndpoint(context: OAuthContext): RequestHandler {
  /** For whom an ID token of ours was issued; nothing for one that is not ours. */
  async function audienceOf(hint: string): Promise<string | undefined> {
    try {
      await compactVerify(hint, context.key.publicKey);
      // An expired one is welcome: it was issued at sign-in, hours ago (section 4 there).
      return [decodeJwt(hint).aud].flat()[0];
    } catch {
      return undefined;
    }
  }

  /** The apps that the request may be of: hint and client id must not contradict each other. */
  async function askingApps(given: Parameters): Promise<readonly ExternalClientApp[]> {
    const hint = given.get('id_token_hint');
    const named = [given.get('client_id'), hint && ((await audienceOf(hint)) ?? 'nobody')];
    return context.apps
      .all()
      .filter(({ clientId }) => named.every((name) => (name ?? clientId) === clientId));
  }

  return async function endSessionEndpoint(req, res) {
    if (req.method === 'POST') {
      // A POST from the application's site comes without our Lax cookie, a GET after it with it.
      const asked = new URLSearchParams([...formParameters(req)]);
      res.redirect(303, `/services/auth/idp/oidc/logout?${asked}`);
      return;
    }
    const given = queryParameters(req);
    const uri = given.get('post_logout_redirect_uri');
    const state = given.get('state');
    context.sessions.end(req, res);
    const apps = await askingApps(given);
    if (uri !== undefined && apps.some((app) => allowsPostLogoutUri(app, uri))) {
      const url = new URL(uri);
      if (state !== undefined) url.searchParams.append('state', state);
      res.redirect(302, url.href);
      return;
    }
    sendMessagePage(res, {
      organizationName: context.data().organizationName,
      title: 'You are signed out',
      message: 'This browser is no longer signed in to the org.',
    });
  };
}
