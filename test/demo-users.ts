import { demoPassword, demoUsers } from './org/pages/demo-users.ts';

/** What a terminal shows of a running app: where it is, and whom to sign in as. */
export function welcome(appUrl: string, orgUrl: string): string {
  const wide = Math.max(...demoUsers.map(({ username }) => username.length));
  return [
    '',
    `  Storefront     ${appUrl}`,
    `  Embedded org   ${orgUrl}   (stands in for Salesforce)`,
    '',
    `  Sign in as one of these; the password is ${demoPassword}`,
    ...demoUsers.map(({ username, who }) => `    ${username.padEnd(wide)}   ${who}`),
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
