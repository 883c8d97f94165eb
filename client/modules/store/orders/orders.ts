import { createPager, emptyList, type PagedList } from 'bff/pager';
import { api, LightningElement, wire } from 'lwc';
import { myOrders, type Result } from 'store/api';
import type { FilterLink } from 'store/filterLinks';
import { lengthOf } from 'store/format';
import type OrderList from 'store/orderList';
import type { OrderSummary } from 'store/orderList';
import { router } from 'store/router';

type Status = NonNullable<Parameters<typeof myOrders>[0]['status']>;

const statuses: readonly Status[] = ['Draft', 'Activated', 'Shipped', 'Delivered', 'Cancelled'];

/** The orders, filtered by the status that the address names, page after page. */
export default class Orders extends LightningElement {
  /** As it stands in the address: anything at all. */
  @api status: string | undefined;

  first?: Result<typeof myOrders>;
  list: PagedList<OrderSummary> = emptyList;

  readonly #pager = createPager<OrderSummary>({
    read: (after) => myOrders({ ...(this.filter ? { status: this.filter } : {}), after }),
    show: (list) => {
      this.list = list;
    },
  });

  /** `null`, not `undefined`: all orders, rather than a status that is not known yet. */
  get filter(): Status | null {
    return statuses.find((status) => status === this.status) ?? null;
  }

  @wire(myOrders, { status: '$filter' })
  firstPageRead(result: Result<typeof myOrders>) {
    this.first = result;
    // Somebody who comes back from an order finds the list as long as they left it.
    if (result.data) void this.#pager.begin(result.data, Number(router.recall().pages ?? 1));
    else this.#pager.clear();
  }

  override disconnectedCallback() {
    this.#pager.clear();
  }

  get hasOrders(): boolean {
    return this.list.items.length > 0;
  }

  get filters(): readonly FilterLink[] {
    const link = (label: string, status: Status | null, href: string): FilterLink => ({
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
    if (!this.first?.data) return this.first?.error ? '' : 'Loading orders…';
    return this.hasOrders ? lengthOf(this.list, 'order', 'orders') : 'No orders';
  }

  get emptyHeading(): string {
    return this.filter ? `No ${this.filter.toLowerCase()} orders` : 'You have no orders yet';
  }

  async showMore() {
    const shown = this.list.items.length;
    if (!(await this.#pager.more())) return;
    router.remember({ pages: this.list.pages });
    // After the new rows are there; the button may be gone, and the focus with it.
    requestAnimationFrame(() => (this.refs?.list as OrderList | undefined)?.focusOrder(shown));
  }

  retry() {
    void this.first?.refresh();
  }
}
