import { randomBytes } from 'node:crypto';
import { integrationUser } from '../org/pages/demo-users.ts';
import type { RunningOrg } from './start-org.ts';

/** What has to be known of an org: that of a process, or one in this process. */
interface OrgToSignInTo {
  readonly url: string;
  readonly app: Pick<RunningOrg['app'], 'clientId' | 'clientSecret' | 'privateKey'>;
}

/** The settings with which a server signs people in to this org; the secret is made up at every start. */
export const settingsFor = ({ url, app }: OrgToSignInTo): Record<string, string> => ({
  SALESFORCE_LOGIN_URL: url,
  SALESFORCE_CLIENT_ID: app.clientId,
  SALESFORCE_CLIENT_SECRET: app.clientSecret,
  SALESFORCE_PRIVATE_KEY: app.privateKey,
  SALESFORCE_INTEGRATION_FLOW: 'jwt_bearer',
  SALESFORCE_INTEGRATION_USERNAME: integrationUser.username,
  SESSION_SECRET: randomBytes(32).toString('base64url'),
  SESSION_STORE: 'memory',
});
