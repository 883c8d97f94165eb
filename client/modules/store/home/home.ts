import { api, LightningElement, wire } from 'lwc';
import { catalogue, myOrders, type Result, session } from 'store/api';
import type { OrderSummary } from 'store/orderList';
import type { Product } from 'store/productList';
import type { User } from '../../../../server/bff/index.ts';

/** How many of the latest orders the start page shows. */
const latestCount = 5;

/** How many products it shows to whoever is not signed in. */
const goodsCount = 4;

/** The start page: a welcome with some of the shop's goods, or the latest orders of whoever is signed in. */
export default class Home extends LightningElement {
  @api user: User | undefined;

  @wire(myOrders, { status: '$status' }) orders?: Result<typeof myOrders>;

  @wire(catalogue, { search: '$search' }) catalogue?: Result<typeof catalogue>;

  /** Unknown, and so not read, as long as nobody is signed in. */
  get status(): null | undefined {
    return this.user ? null : undefined;
  }

  /** The same the other way round. */
  get search(): null | undefined {
    return this.user ? undefined : null;
  }

  /** Of as many families as there are; none where the catalogue does not come, as the page does without it. */
  get goods(): readonly Product[] {
    const items = this.catalogue?.data?.items ?? [];
    const others = new Set(items.map(({ family }) => family));
    const varied = items.filter(({ family }) => others.delete(family));
    return [...new Set([...varied, ...items])].slice(0, goodsCount);
  }

  get hasGoods(): boolean {
    return this.goods.length > 0;
  }

  get greeting(): string {
    return `Welcome back, ${this.user?.name}`;
  }

  get latest(): readonly OrderSummary[] {
    return this.orders?.data?.items.slice(0, latestCount) ?? [];
  }

  get hasOrders(): boolean {
    return this.latest.length > 0;
  }

  get announcement(): string {
    if (this.orders?.error) return '';
    return this.orders?.data ? 'Orders loaded' : 'Loading orders';
  }

  retry() {
    void this.orders?.refresh();
  }

  signIn() {
    session.signIn();
  }
}
