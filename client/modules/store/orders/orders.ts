import type { RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { myOrders, type Result } from 'store/api';
import { quantity } from 'store/format';
import type OrderList from 'store/orderList';
import type { OrderSummary } from 'store/orderList';
import { router } from 'store/router';

type Status = NonNullable<Parameters<typeof myOrders>[0]['status']>;
type Page = Awaited<ReturnType<typeof myOrders>>;

const statuses: readonly Status[] = ['Draft', 'Activated', 'Shipped', 'Delivered', 'Cancelled'];

/** The orders, filtered by the status that the address names, page after page. */
export default class Orders extends LightningElement {
  /** As it stands in the address: anything at all. */
  @api status: string | undefined;

  first?: Result<typeof myOrders>;
  later: readonly Page[] = [];
  loadingMore = false;
  moreError: RequestError | undefined;

  /** `null`, not `undefined`: all orders, rather than a status that is not known yet. */
  get filter(): Status | null {
    return statuses.find((status) => status === this.status) ?? null;
  }

  @wire(myOrders, { status: '$filter' })
  firstPageRead(result: Result<typeof myOrders>) {
    this.first = result;
    this.later = [];
    this.loadingMore = false;
    this.moreError = undefined;
    if (result.data) void this.showAsManyAsBefore(result);
  }

  get orders(): readonly OrderSummary[] {
    return [...(this.first?.data?.items ?? []), ...this.later.flatMap(({ items }) => items)];
  }

  get hasOrders(): boolean {
    return this.orders.length > 0;
  }

  get next(): string | null {
    return (this.later.at(-1) ?? this.first?.data)?.next ?? null;
  }

  get filters() {
    const link = (label: string, status: Status | null, href: string) => ({
      label,
      href,
      current: this.filter === status ? 'true' : undefined,
    });
    return [
      link('All', null, '/orders'),
      ...statuses.map((status) => link(status, status, `/orders?status=${status}`)),
    ];
  }

  get announcement(): string {
    if (this.first?.error) return '';
    if (!this.first?.data) return 'Loading orders…';
    if (!this.hasOrders) return 'No orders';
    const count = this.orders.length;
    const orders = `${quantity(count)} ${count === 1 ? 'order' : 'orders'}`;
    return this.next ? `${orders} shown, more below` : orders;
  }

  get emptyHeading(): string {
    return this.filter ? `No ${this.filter.toLowerCase()} orders` : 'You have no orders yet';
  }

  get moreLabel(): string {
    return this.loadingMore ? 'Loading…' : 'Show more';
  }

  async showMore() {
    if (this.loadingMore) return;
    const shown = this.orders.length;
    if (!(await this.readNext())) return;
    router.remember({ pages: this.later.length + 1 });
    // After the new rows are there; the button may be gone, and the focus with it.
    requestAnimationFrame(() => (this.refs?.list as OrderList | undefined)?.focusOrder(shown));
  }

  retry() {
    void this.first?.refresh();
  }

  /** Somebody who comes back from an order finds the list as long as they left it. */
  async showAsManyAsBefore(result: Result<typeof myOrders>) {
    const pages = Number(router.recall().pages ?? 1);
    while (this.first?.data === result.data && this.later.length + 1 < pages) {
      if (!(await this.readNext())) return;
    }
  }

  /** Reads the next page; false where there is none, it failed, or the list is another by now, or gone. */
  async readNext(): Promise<boolean> {
    const { first, next } = this;
    if (!next) return false;
    this.loadingMore = true;
    this.moreError = undefined;
    try {
      const page = await myOrders({ ...(this.filter ? { status: this.filter } : {}), after: next });
      // Gone, the address is another page's, and so is what the history remembers with it.
      if (this.first !== first || !this.isConnected) return false;
      this.later = [...this.later, page];
      return true;
    } catch (error) {
      if (this.first === first) this.moreError = error as RequestError;
      return false;
    } finally {
      if (this.first === first) this.loadingMore = false;
    }
  }
}
