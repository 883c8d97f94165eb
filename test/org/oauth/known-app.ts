import type { ExternalClientApp } from './external-client-app.ts';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';

/**
 * The app of a client id, for the endpoints that programs call.
 *
 * @throws OAuthError `invalid_client_id`, `app_not_found`
 */
export function knownApp(context: OAuthContext, clientId: string | undefined): ExternalClientApp {
  const app = context.apps.find(clientId);
  if (!app) throw refusals.unknownClient();
  if (!app.installed) throw refusals.notInstalled('app_not_found');
  return app;
}
