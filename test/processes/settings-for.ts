import { randomBytes } from 'node:crypto';
import { integrationUser } from '../org/pages/demo-users.ts';
import type { RunningOrg } from './start-org.ts';

/** The settings with which a server signs people in to this org; the secret is made up at every start. */
export const settingsFor = ({ url, app }: RunningOrg): Record<string, string> => ({
  SALESFORCE_LOGIN_URL: url,
  SALESFORCE_CLIENT_ID: app.clientId,
  SALESFORCE_CLIENT_SECRET: app.clientSecret,
  SALESFORCE_PRIVATE_KEY: app.privateKey,
  SALESFORCE_INTEGRATION_FLOW: 'jwt_bearer',
  SALESFORCE_INTEGRATION_USERNAME: integrationUser.username,
  SESSION_SECRET: randomBytes(32).toString('base64url'),
  SESSION_STORE: 'memory',
});
