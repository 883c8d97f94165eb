import type { LightningElement } from 'lwc';

type Page = { readonly default: typeof LightningElement };

/** The pages, each loaded when somebody first goes there; what is not here is not found. */
export const pages: Readonly<Record<string, () => Promise<Page>>> = {
  home: () => import('store/home'),
  orders: () => import('store/orders'),
  order: () => import('store/order'),
};
