/** The password of every user of the embedded org. */
export const demoPassword = 'demo-password';

interface DemoUser {
  readonly username: string;
  readonly who: string;
}

/** Whom somebody trying things out may sign in as, and why they would: pages and terminals list them. */
export const demoUsers: readonly DemoUser[] = [
  { username: 'ada@northwind.example', who: 'a customer, of the account Northwind' },
  { username: 'alan@northwind.example', who: 'her colleague: sees the same orders' },
  { username: 'grace@contoso.example', who: 'a customer, of the account Contoso' },
  {
    username: 'sam@store.example',
    who: 'a sales representative: sees what he owns (Northwind’s)',
  },
  { username: 'mia@store.example', who: 'his manager: sees what her people see' },
];

/** For tools, and for whoever changes the org: not somebody to try the storefront as. */
export const administrator: DemoUser = {
  username: 'admin@store.example',
  who: 'the administrator: sees and changes everything',
};

/** For programs: a person who signs in as this one sees no orders. */
export const integrationUser: DemoUser = {
  username: 'integration@store.example',
  who: 'the integration user: reads products and prices',
};
