import { api, LightningElement } from 'lwc';
import type { myOrders } from 'store/api';
import { date, money } from 'store/format';

export type OrderSummary = Awaited<ReturnType<typeof myOrders>>['items'][number];

/** Orders in rows, each a link to its page. */
export default class OrderList extends LightningElement {
  @api orders: readonly OrderSummary[] = [];

  get rows() {
    return this.orders.map(({ id, number, account, status, orderedOn, total }) => ({
      id,
      number,
      account: account ?? 'Account not shown',
      status,
      href: `/orders/${id}`,
      date: date(orderedOn),
      total: money(total),
    }));
  }

  /** Puts the focus on the order at that place in the list, so that reading goes on there. */
  @api focusOrder(index: number) {
    this.template?.querySelectorAll('a')[index]?.focus({ preventScroll: true });
  }
}
