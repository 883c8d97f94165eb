import { createRouter } from 'bff/router';

/** The storefront's pages. */
export const router = createRouter({
  patterns: {
    home: '/',
    catalogue: '/catalogue',
    product: '/products/:id',
    cart: '/cart',
    checkout: '/checkout',
    orders: '/orders',
    order: '/orders/:id',
    cases: '/cases',
    newCase: '/cases/new',
    spending: '/spending',
    account: '/account',
  },
});
