import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { appSettingsSchema, newAppSettings } from './app-settings.ts';
import type { ExternalClientApp } from './external-client-app.ts';

// Setup lets nobody choose a client id, deployed metadata (`consumerKey`) does (D).
const clientIdSchema = z.string().regex(/^[\w.]{8,256}$/);
const changeSchema = appSettingsSchema.partial().extend({ clientId: clientIdSchema.optional() });
/** Passes over the credentials. */
const settingsSchema = z.object(appSettingsSchema.shape);

/** The apps that an authorization server knows, by client id. */
export interface AppRegistry {
  find(clientId: string | undefined): ExternalClientApp | undefined;
  all(): readonly ExternalClientApp[];
  /**
   * An app with a change, or a new one where `clientId` is left out or unknown.
   *
   * @throws ZodError naming unknown settings, wrong values, and what a new app lacks
   */
  draft(change: unknown): ExternalClientApp;
  /** Whoever holds an app holds it as it was: it is looked up anew for each request. */
  save(app: ExternalClientApp): void;
  reset(): void;
}

/** Consumer keys look like `3MVG9…` (P). */
function newClientId(): string {
  return `3MVG9${randomBytes(60).toString('base64url').replaceAll('-', '.')}`;
}

/** Consumer secrets are 64 hexadecimal digits (P). */
export function newClientSecret(): string {
  return randomBytes(32).toString('hex').toUpperCase();
}

export function createAppRegistry(atStart: readonly ExternalClientApp[]): AppRegistry {
  const start = () => new Map(atStart.map((app) => [app.clientId, app]));
  let apps = start();
  return {
    find: (clientId) => apps.get(clientId ?? ''),
    all: () => [...apps.values()],
    draft(change) {
      const { clientId = newClientId(), ...changed } = changeSchema.parse(change);
      const known = apps.get(clientId);
      const settings = settingsSchema.parse({ ...newAppSettings, ...known, ...changed });
      const clientSecret = known ? known.clientSecret : newClientSecret();
      return { clientId, clientSecret, ...settings };
    },
    save: (app) => void apps.set(app.clientId, app),
    reset() {
      apps = start();
    },
  };
}
