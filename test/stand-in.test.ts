import jsforce from 'jsforce';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createOrg, type Org } from './org/create-org.ts';
import { createFormBrowser, signInByForm } from './org/form-browser.ts';

/** Where your own application takes codes: nobody listens there in this test. */
const redirectUri = 'https://shop.example/oauth/callback';
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
beforeEach(() => org.reset());
afterAll(() => org.close());

async function panel(part: string, change: object) {
  const answer = await fetch(`${org.url}/__org__/${part}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** Signs a customer in to an app of our own by the org's pages, as a browser would. */
async function connect(username: string) {
  const { clientId, clientSecret } = await panel('apps', {
    name: 'Shop',
    redirectUris: [redirectUri],
  });
  const oauth2 = new jsforce.OAuth2({
    ...{ loginUrl: org.url, clientId, clientSecret, redirectUri },
    useVerifier: true,
  });
  const address = oauth2.getAuthorizationUrl({ scope: 'api refresh_token' });
  const callback = await signInByForm(createFormBrowser(), address, { username });
  const connection = new jsforce.Connection({ oauth2 });
  await connection.authorize(callback.searchParams.get('code') ?? '');
  return connection;
}

it('shows customers the orders of their own account', async () => {
  const connection = await connect('ada@northwind.example');
  const { records } = await connection.query('SELECT Account.Name FROM Order');
  expect(new Set(records.map(({ Account }) => Account.Name))).toEqual(new Set(['Northwind']));
});

it('goes on with a new token when the old one has expired', async () => {
  const connection = await connect('ada@northwind.example');
  await panel('expire', { kind: 'access' });
  expect((await connection.query('SELECT Id FROM Case')).totalSize).toBe(18);
  const calls = await (await fetch(`${org.url}/__org__/calls`)).json();
  expect(calls).toMatchObject({ 'token:refresh_token': 1, 'GET /query': 2 });
});

it('ends when an administrator deactivates the user', async () => {
  const connection = await connect('ada@northwind.example');
  const { User } = org.data().tables;
  User.update(User.get(connection.userInfo?.id ?? null), { IsActive: false });
  await expect(connection.query('SELECT Id FROM Case')).rejects.toThrow('user is inactive');
});
