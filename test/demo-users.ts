/** The people who can sign in to the embedded org, for somebody who tries things out. */
const demoUsers = [
  ['ada@northwind.example', 'a customer, of the account Northwind'],
  ['alan@northwind.example', 'her colleague: sees the same orders'],
  ['grace@contoso.example', 'a customer, of the account Contoso'],
  ['sam@store.example', 'a sales representative: sees what he owns (Northwind’s)'],
  ['mia@store.example', 'his manager: sees what her people see'],
] as const;

/** What a terminal shows of a running app: where it is, and whom to sign in as. */
export function welcome(appUrl: string, orgUrl: string): string {
  const wide = Math.max(...demoUsers.map(([username]) => username.length));
  return [
    '',
    `  Storefront     ${appUrl}`,
    `  Embedded org   ${orgUrl}   (stands in for Salesforce)`,
    '',
    '  Sign in as one of these; the password is demo-password',
    ...demoUsers.map(([username, who]) => `    ${username.padEnd(wide)}   ${who}`),
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
