import type { OrgUser } from '../data/org-data.ts';
import type { ExternalClientApp } from './external-client-app.ts';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';

/** Whether an administrator approved a user for an app, who is then asked nothing. */
export function isPreauthorized(
  context: OAuthContext,
  app: ExternalClientApp,
  user: OrgUser,
): boolean {
  if (context.settings().consent === 'preauthorized') return true;
  const { permittedUsers, approvedProfiles, approvedUsers } = app;
  const isApproved =
    approvedProfiles.includes(user.profile) || approvedUsers.includes(user.username);
  return permittedUsers === 'admin_approved' && isApproved;
}

/** Whether the app is only for those whom an administrator approved, and this user is not one. */
export function isShutOut(context: OAuthContext, app: ExternalClientApp, user: OrgUser): boolean {
  return app.permittedUsers === 'admin_approved' && !isPreauthorized(context, app, user);
}

/** Whether login hours or IP ranges keep a user out at the moment. */
export function isRestricted(context: OAuthContext, user: OrgUser): boolean {
  return context.settings().restrictedUsers.includes(user.username);
}

/**
 * Asks of a user what every grant asks before it gives a token.
 *
 * @throws OAuthError
 */
export function permittedUser(
  context: OAuthContext,
  app: ExternalClientApp,
  userId: string | undefined,
): OrgUser {
  const user = context.data().userById(userId ?? '');
  if (!user?.active) throw refusals.inactiveUser(context.settings().inactiveUserError);
  if (isRestricted(context, user)) throw refusals.restrictedUser();
  if (isShutOut(context, app, user)) throw refusals.notAdminApproved('invalid_app_access');
  return user;
}
