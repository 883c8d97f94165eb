import type { OrgData, OrgUser } from '../data/org-data.ts';
import { integrationUser } from '../pages/demo-users.ts';
import type { OrgSettings } from '../panel/settings.ts';
import type { AppRegistry } from './app-registry.ts';
import type { ApprovalStore } from './approval-store.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { ExternalClientApp } from './external-client-app.ts';
import type { GrantStore } from './grant-store.ts';
import type { SigningKey } from './signing-key.ts';

/** What the OAuth endpoints share; functions where a reset or a setting may change the answer. */
export interface OAuthContext {
  readonly apps: AppRegistry;
  readonly grants: GrantStore;
  readonly approvals: ApprovalStore;
  readonly sessions: BrowserSessions;
  readonly key: SigningKey;
  data(): OrgData;
  settings(): OrgSettings;
  /** Milliseconds since 1970. */
  clock(): number;
}

/**
 * The integration user's approval, which an administrator gave when the app was set up: there is
 * nobody to show "Allow access?" to before a JWT Bearer flow.
 */
export function approveIntegrationUser(
  { approvals, data }: OAuthContext,
  app: ExternalClientApp,
): void {
  const user = data().userByUsername(integrationUser.username);
  if (user) approvals.add(user.id, app.clientId, app.scopes);
}

/** The user of an id if it may still do anything at all. */
export function activeUser(context: OAuthContext, id: string): OrgUser | undefined {
  const user = context.data().userById(id);
  return user?.active ? user : undefined;
}
