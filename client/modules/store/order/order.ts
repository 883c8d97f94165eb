import { isNoSuch } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { myOrder, type Result } from 'store/api';
import { date, money, quantity } from 'store/format';
import { router } from 'store/router';

/** One order: what it is, and its lines. */
export default class Order extends LightningElement {
  @api orderId: string | undefined;

  @wire(myOrder, { id: '$orderId' }) result?: Result<typeof myOrder>;

  get order() {
    return this.result?.data;
  }

  get isNotFound(): boolean {
    return isNoSuch(this.result?.error);
  }

  get heading(): string {
    return this.order ? `Order ${this.order.number}` : 'Order';
  }

  get helpHref(): string {
    return `/cases/new?order=${this.order?.id}`;
  }

  get announcement(): string {
    if (this.isNotFound) return 'There is no such order';
    if (!this.order) return this.result?.error ? '' : 'Loading order';
    return this.thanks ?? 'Order loaded';
  }

  /** For who has just placed it. */
  get thanks(): string | undefined {
    return router.recall().placed ? 'Thank you. Your order is placed.' : undefined;
  }

  get facts() {
    if (!this.order) return undefined;
    const { account, orderedOn, total, lines } = this.order;
    return {
      account: account ?? 'Account not shown',
      placed: date(orderedOn),
      total: money(total),
      items: quantity(lines.reduce((sum, line) => sum + line.quantity, 0)),
    };
  }

  retry() {
    void this.result?.refresh();
  }
}
