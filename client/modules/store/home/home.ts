import { api, LightningElement, wire } from 'lwc';
import { myOrders, type Result, session } from 'store/api';
import type { OrderSummary } from 'store/orderList';
import type { User } from '../../../../server/bff/index.ts';

/** How many of the latest orders the start page shows. */
const latestCount = 5;

/** The start page: a welcome, or the latest orders of whoever is signed in. */
export default class Home extends LightningElement {
  @api user: User | undefined;

  @wire(myOrders, { status: '$status' }) orders?: Result<typeof myOrders>;

  /** Unknown, and so not read, as long as nobody is signed in. */
  get status(): null | undefined {
    return this.user ? null : undefined;
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
