import type { OrgSettings } from '../panel/settings.ts';
import type { AppRegistry } from './app-registry.ts';
import type { Lifetimes } from './grant-store.ts';

/** How long an app's codes and tokens live: by the app's policies, or else by the org's. */
export function lifetimesOf(apps: AppRegistry, settings: OrgSettings, clientId: string): Lifetimes {
  const app = apps.find(clientId);
  return {
    codeSeconds: settings.codeSeconds,
    accessTokenSeconds: app?.accessTokenSeconds ?? settings.accessTokenSeconds,
    refreshTokenSeconds: app?.refreshTokenSeconds ?? null,
  };
}
