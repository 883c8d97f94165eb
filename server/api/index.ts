import { catalogue, families } from './catalogue.ts';
import { myOrder, myOrders } from './orders.ts';

/** Every route there is: what is not here does not exist. Its type is what components import. */
export const routes = { catalogue, families, myOrders, myOrder };
export type StorefrontRoutes = typeof routes;
