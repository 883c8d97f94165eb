import { randomBytes } from 'node:crypto';
import type { RunningOrg } from './start-org.ts';

/** The settings with which a server signs people in to this org; the secret is made up at every start. */
export const settingsFor = ({ url, app }: RunningOrg): Record<string, string> => ({
  SALESFORCE_LOGIN_URL: url,
  SALESFORCE_CLIENT_ID: app.clientId,
  SALESFORCE_CLIENT_SECRET: app.clientSecret,
  SESSION_SECRET: randomBytes(32).toString('base64url'),
  SESSION_STORE: 'memory',
});
