import type { Place } from 'bff/router';
import type { LightningElement } from 'lwc';
import type { User } from '../../../../server/bff/index.ts';

/** A page as the shell knows it. */
export interface Page {
  /** Loads its code, when somebody first goes there. */
  load(): Promise<{ readonly default: typeof LightningElement }>;
  /**
   * What must be known before it shows: nothing, as it is the same for everybody and stays whatever
   * becomes of the session; the session, whoever it is of; or a user, so that others are asked to sign in.
   */
  readonly needs: 'nothing' | 'session' | 'user';
  /** What it is given. */
  properties(place: Place, user: User | undefined): Readonly<Record<string, unknown>>;
}

/** The pages by the names that the router gives them. */
export const pages: Readonly<Record<string, Page>> = {
  home: {
    load: () => import('store/home'),
    needs: 'session',
    properties: (_place, user) => ({ user }),
  },
  catalogue: {
    load: () => import('store/catalogue'),
    needs: 'nothing',
    properties: ({ query: { search, family } }) => ({ search, family }),
  },
  product: {
    load: () => import('store/product'),
    needs: 'nothing',
    properties: ({ parameters: { id } }) => ({ productId: id }),
  },
  cart: {
    load: () => import('store/cartPage'),
    needs: 'session',
    properties: () => ({}),
  },
  checkout: {
    load: () => import('store/checkout'),
    needs: 'user',
    properties: (_place, user) => ({ user }),
  },
  orders: {
    load: () => import('store/orders'),
    needs: 'user',
    properties: ({ query: { status } }) => ({ status }),
  },
  order: {
    load: () => import('store/order'),
    needs: 'user',
    properties: ({ parameters: { id } }) => ({ orderId: id }),
  },
  cases: {
    load: () => import('store/cases'),
    needs: 'user',
    properties: () => ({}),
  },
  newCase: {
    load: () => import('store/newCase'),
    needs: 'user',
    properties: ({ query: { order } }) => ({ orderId: order }),
  },
  spending: {
    load: () => import('store/spending'),
    needs: 'user',
    properties: ({ query: { period, from, to } }) => ({ period, from, to }),
  },
  account: {
    load: () => import('store/account'),
    needs: 'user',
    properties: (_place, user) => ({ user }),
  },
  notFound: {
    load: () => import('store/notFound'),
    needs: 'nothing',
    properties: () => ({}),
  },
};
