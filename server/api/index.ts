import { myCases, openCase } from './cases.ts';
import { catalogue, families, product } from './catalogue.ts';
import { myOrder, myOrders } from './orders.ts';
import { placeOrder } from './place-order.ts';
import { mySpending } from './spending.ts';

/** Every route there is: what is not here does not exist. Its type is what components import. */
export const routes = {
  catalogue,
  families,
  product,
  myOrders,
  myOrder,
  placeOrder,
  mySpending,
  myCases,
  openCase,
};
export type StorefrontRoutes = typeof routes;
