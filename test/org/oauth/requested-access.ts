import type { OrgUser } from '../data/org-data.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import type { OAuthContext } from './oauth-context.ts';
import { isPreauthorized, isShutOut } from './permitted-user.ts';

/** What a request comes to for the user who is signed in; `ask`: by "Allow access?". */
type RequestedAccess = 'granted' | 'ask' | 'refused';

export function requestedAccess(
  context: OAuthContext,
  { app, prompts, scopes }: AuthorizeRequest,
  user: OrgUser,
): RequestedAccess {
  if (isShutOut(context, app, user)) return 'refused';
  if (isPreauthorized(context, app, user)) return 'granted';
  if (context.settings().consent === 'always' || prompts.has('consent')) return 'ask';
  return context.approvals.has(user.id, app.clientId, scopes) ? 'granted' : 'ask';
}
