import { type AuthorizeRequest, answerRedirect } from './authorize-request.ts';
import type { BrowserSession } from './browser-sessions.ts';
import type { OAuthContext } from './oauth-context.ts';

/** Issues a code and answers where it takes the browser. */
export function codeRedirect(
  context: OAuthContext,
  request: AuthorizeRequest,
  session: BrowserSession,
): string {
  const { app, redirectUri, scopes, challenge, nonce } = request;
  const { clientId } = app;
  const { userId, authTime } = session;
  const code = context.grants.issueCode({
    ...{ userId, clientId, redirectUri, scopes, challenge, nonce, authTime },
  });
  return answerRedirect(request, { code });
}
