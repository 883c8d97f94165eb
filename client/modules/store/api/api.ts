import { createApi } from 'bff/api';
import { createSession } from 'bff/session';
import { createTransport } from 'bff/transport';
import type { StorefrontRoutes } from '../../../../server/api/index.ts';

export type { Result } from 'bff/api';

const transport = createTransport();

/** Who is signed in, for the whole page. */
export const session = createSession({ transport });

const storefront = createApi<StorefrontRoutes>(transport);
const { query, publicQuery, forget } = storefront;

export const { mySessions, standingApproval, approve } = storefront;

let reader = session.value.user;
session.subscribe(({ user }) => {
  // What one person has read is not there for the next.
  if (reader && user !== reader) forget({ readAgain: Boolean(user) });
  reader = user;
});

/** The signed-in user's orders, the newest first, filtered by status. */
export const myOrders = query('myOrders');

/** One of the signed-in user's orders, with its lines. */
export const myOrder = query('myOrder');

/** The products and their prices, found by words and family; the same for everybody. */
export const catalogue = publicQuery('catalogue');

/** The families of products, with how many there are in each; the same for everybody. */
export const families = publicQuery('families');
