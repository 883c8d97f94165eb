/** The addresses of the pages, by the name of each: the same for the router and for the build. */
export const paths = {
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
} as const;
