/**
 * What must not compile, as the developer of a component would write it. `tsc` is the test: it fails
 * where a line below `@ts-expect-error` has no error.
 */
import { createApi } from 'bff/api';
import { createTransport } from 'bff/transport';
import { LightningElement, wire } from 'lwc';
import {
  catalogue,
  families,
  myCases,
  myOrder,
  myOrders,
  openCase,
  type Result,
  session,
} from 'store/api';
import type { StorefrontRoutes } from '../../server/api/index.ts';

export class Right extends LightningElement {
  status: 'Shipped' | null = null;
  orderId: string | undefined;

  @wire(myOrders, { status: '$status' }) orders?: Result<typeof myOrders>;
  @wire(myOrders, { status: 'Draft' }) drafts?: Result<typeof myOrders>;
  @wire(myOrder, { id: '$orderId' }) order?: Result<typeof myOrder>;
  @wire(catalogue, { search: '$status', family: 'Coffee' }) goods?: Result<typeof catalogue>;
  @wire(families, {}) families?: Result<typeof families>;
  @wire(myCases, {}) cases?: Result<typeof myCases>;

  async read(): Promise<string | null> {
    const { items, next } = await myOrders({ status: 'Shipped' });
    const { lines } = await myOrder({ id: items[0]?.id ?? '' });
    await this.orders?.refresh();
    return lines[0]?.productCode ?? this.orders?.error?.body.message ?? next;
  }
}

export class Wrong extends LightningElement {
  amount = 1;

  // @ts-expect-error a status that the route does not know
  @wire(myOrders, { status: 'Lost' }) unknownValue?: Result<typeof myOrders>;

  // @ts-expect-error a parameter that the route does not declare
  @wire(myOrders, { state: 'Draft' }) unknownParameter?: Result<typeof myOrders>;

  // @ts-expect-error a parameter of a route that takes none
  @wire(families, { search: 'mug' }) noParameters?: Result<typeof families>;

  // @ts-expect-error a property of another type
  @wire(myOrders, { status: '$amount' }) wrongProperty?: Result<typeof myOrders>;

  // @ts-expect-error a property that the component does not have
  @wire(myOrders, { status: '$missing' }) missingProperty?: Result<typeof myOrders>;

  // @ts-expect-error another query's result
  @wire(myOrders, { status: 'Draft' }) otherResult?: Result<typeof myOrder>;

  // @ts-expect-error a required parameter left out
  @wire(myOrder, {}) missingParameter?: Result<typeof myOrder>;

  @wire(myOrder, { id: '801000000000001AAA' }) order?: Result<typeof myOrder>;

  // @ts-expect-error a field that the route does not project
  discount = () => this.order?.data?.discount;

  // @ts-expect-error no answer yet
  lines = () => this.order?.data.lines;

  async read() {
    // @ts-expect-error a value that the route does not know
    await myOrders({ status: 'Lost' });
    // @ts-expect-error a parameter that the route does not declare
    await myOrders({ state: 'Draft' });
    // @ts-expect-error a required parameter left out
    await myOrder({});
    // @ts-expect-error a parameter of another type
    await myOrder({ id: 7 });

    const [product] = (await catalogue({ search: 'mug' })).items;
    // @ts-expect-error a field that the route does not project
    product?.cost;
    // @ts-expect-error a product without a family
    product?.family.trim();

    const order = await myOrder({ id: '801000000000001AAA' });
    // @ts-expect-error a field that the route does not project
    order.discount;
    // @ts-expect-error a number is not text
    order.total.trim();
    // @ts-expect-error an account that the user may not see
    order.account.trim();
    // @ts-expect-error a field of a line that the route does not project
    order.lines[0]?.costPrice;
    // @ts-expect-error what a server sends, a component does not change
    (await myOrders({})).items.push(order);
  }
}

export async function commands() {
  const { id, number }: { id: string; number: string } = await openCase({
    subject: 'Lost',
    description: 'It never came.',
  });
  await openCase({ subject: 'Lost', description: 'It never came.', orderId: id });
  // @ts-expect-error a required input left out
  await openCase({ subject: 'Lost' });
  // @ts-expect-error an input that the command does not declare
  await openCase({ subject: 'Lost', description: 'It never came.', priority: 'High' });
  // @ts-expect-error an input of another type
  await openCase({ subject: 7, description: 'It never came.' });
  // @ts-expect-error a field that the command does not answer
  (await openCase({ subject: 'Lost', description: number })).status;
  // @ts-expect-error what does something is nothing to wire
  openCase.adapter;
}

const transport = createTransport();
const { query, publicQuery, command } = createApi<StorefrontRoutes>({ transport, session });
command('placeOrder')({ lines: [{ productId: '01t', quantity: 1 }], requestId: 'made up' });
// @ts-expect-error a line of another shape
command('placeOrder')({ lines: [{ productId: '01t' }], requestId: 'made up' });
// @ts-expect-error a query does nothing
command('myOrders');
// @ts-expect-error a route that the server does not declare
command('cancelOrder');
// @ts-expect-error what does something is no query
query('openCase');
// @ts-expect-error a route that the server does not declare
query('otherOrders');
// @ts-expect-error what belongs to one user is not the same for everybody
publicQuery('myOrders');
// @ts-expect-error a route that the server does not declare
publicQuery('otherProducts');
