import { createApi } from 'bff/api';
import { createSession } from 'bff/session';
import { createTransport } from 'bff/transport';
import type { StorefrontRoutes } from '../../../../server/api/index.ts';

export type { Result } from 'bff/api';

const transport = createTransport();

/** Who is signed in, for the whole page. */
export const session = createSession({ transport });

const storefront = createApi<StorefrontRoutes>({ transport, session });
const { query, publicQuery, command } = storefront;

export const { mySessions, standingApproval, approve } = storefront;

/** The signed-in user's orders, the newest first, filtered by status. */
export const myOrders = query('myOrders');

/** One of the signed-in user's orders, with its lines. */
export const myOrder = query('myOrder');

/** The products and their prices, found by words and family; the same for everybody. */
export const catalogue = publicQuery('catalogue');

/** One product on sale; the same for everybody. */
export const product = publicQuery('product');

/** The families of products, with how many there are in each; the same for everybody. */
export const families = publicQuery('families');

/** Places an order; the same `requestId` once. */
export const placeOrder = command('placeOrder');

/** The signed-in user's cases, the newest first. */
export const myCases = query('myCases');

/** Opens a case, about one of the user's orders where it names one. */
export const openCase = command('openCase');

/** What the orders of a period came to, by month and family. */
export const mySpending = query('mySpending');
