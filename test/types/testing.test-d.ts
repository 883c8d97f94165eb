/** What must not compile in the tests of routes and components. `tsc` is the test, as in api.test-d.ts. */
import { createFakeServer, testQuery } from 'bff/testing';
import { myOrder, openCase } from 'store/api';
import { openCase as openCaseRoute } from '../../server/api/cases.ts';
import type { StorefrontRoutes } from '../../server/api/index.ts';
import { myOrder as myOrderRoute } from '../../server/api/orders.ts';
import { mySpending } from '../../server/api/spending.ts';
import { tryRoute } from '../../server/bff/testing/index.ts';

const input = { id: '801000000000001AAA' };

export async function routes() {
  const { output } = await tryRoute(myOrderRoute, { input });
  const total: number = output.total;
  // @ts-expect-error a field that the route does not project
  output.discount;
  // @ts-expect-error a parameter of another type
  await tryRoute(myOrderRoute, { input: { id: total } });
  // @ts-expect-error a row without what the query selects
  await tryRoute(myOrderRoute, { input, rows: [{ Id: input.id }] });
  // @ts-expect-error a command finds no rows of its own
  await tryRoute(openCaseRoute, { input: { subject: 'a', description: 'b' }, rows: [] });
  // @ts-expect-error what Salesforce says of the user left out
  await tryRoute(mySpending, { input: {} });
}

export async function components() {
  const order = testQuery(myOrder);
  const id: string | undefined = order.getLastConfig()?.id;
  // @ts-expect-error data of another shape
  await order.emit({ id });
  // @ts-expect-error a command has no wires to play
  testQuery(openCase);

  const server = createFakeServer<StorefrontRoutes>();
  server.answer('myCases', ({ after }) => ({ items: [], next: after ?? null }));
  // @ts-expect-error a route that the server does not declare
  server.answer('myCars', {});
  // @ts-expect-error an answer of another shape
  server.answer('openCase', { id: '500' });
  // @ts-expect-error a code that the server does not know
  server.refuse('openCase', 418, 'teapot');
  const subject: string | undefined = server.sentTo('openCase')[0]?.subject;
  // @ts-expect-error a query is no command's refresh
  server.answer('openCase', { id: '500', number: subject ?? '' }, { refreshes: ['myCars'] });
}
