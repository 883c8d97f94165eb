/** The password of every user of the embedded org. */
export const demoPassword = 'demo-password';

/** Whom somebody trying things out may sign in as, and why they would. */
export const demoUsers: readonly { username: string; who: string }[] = [
  { username: 'ada@northwind.example', who: 'customer of Northwind' },
  { username: 'alan@northwind.example', who: 'customer of Northwind' },
  { username: 'grace@contoso.example', who: 'customer of Contoso' },
  { username: 'sam@store.example', who: 'sales representative' },
  { username: 'mia@store.example', who: 'sales manager, above Sam' },
  { username: 'integration@store.example', who: 'integration user' },
];
