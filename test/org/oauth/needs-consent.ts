import type { AuthorizeRequest } from './authorize-request.ts';
import type { OAuthContext } from './oauth-context.ts';

/** Whether "Allow access?" has to be shown to this user for this request. */
export function needsConsent(
  context: OAuthContext,
  request: AuthorizeRequest,
  userId: string,
): boolean {
  const { consent } = context.settings();
  if (consent === 'preauthorized') return false;
  if (consent === 'always' || request.prompts.has('consent')) return true;
  return !context.approvals.has(userId, request.clientId, request.scopes);
}
