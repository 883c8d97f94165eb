import type { RequestHandler } from 'express';
import { compactVerify, decodeJwt } from 'jose';
import { sendMessagePage } from '../pages/message-page.ts';
import type { OAuthContext } from './oauth-context.ts';
import { formParameters, queryParameters } from './parameters.ts';

/**
 * `/services/auth/idp/oidc/logout` (OpenID Connect RP-Initiated Logout): ends the browser's
 * session with the org. It leads on only to an address of the app's own, or it would be an open
 * redirect.
 */
export function createEndSessionEndpoint(context: OAuthContext): RequestHandler {
  async function isOwnIdToken(hint: string): Promise<boolean> {
    try {
      await compactVerify(hint, context.key.publicKey);
      // An expired one is welcome: it was issued at sign-in, hours ago (section 4 there).
      return [decodeJwt(hint).aud].flat().includes(context.app.clientId);
    } catch {
      return false;
    }
  }

  return async function endSessionEndpoint(req, res) {
    if (req.method === 'POST') {
      // A POST from the application's site comes without our Lax cookie, a GET after it with it.
      const asked = new URLSearchParams([...formParameters(req)]);
      res.redirect(303, `/services/auth/idp/oidc/logout?${asked}`);
      return;
    }
    const given = queryParameters(req);
    const hint = given.get('id_token_hint');
    const uri = given.get('post_logout_redirect_uri');
    const state = given.get('state');
    context.sessions.end(req, res);
    const mayLeadOn =
      (hint === undefined || (await isOwnIdToken(hint))) &&
      (given.get('client_id') ?? context.app.clientId) === context.app.clientId;
    if (uri !== undefined && mayLeadOn && context.app.allowsPostLogoutUri(uri)) {
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
