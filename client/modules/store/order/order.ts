import { isNoSuch } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { myOrder, type Result } from 'store/api';
import { date, money, quantity } from 'store/format';
import { router } from 'store/router';

/** What is said to who has just ordered: as asked for now, or as their earlier attempt has placed it. */
const thanks: Readonly<Record<string, string>> = {
  now: 'Thank you. Your order is placed.',
  earlier: 'Thank you. Your earlier attempt placed this order; the rest is still in your cart.',
};

/** One order: what it is, and its lines. */
export default class Order extends LightningElement {
  @api orderId: string | undefined;

  /** For who has just placed it, and which it was. */
  thanks: { readonly words: string | undefined; readonly orderId: string | undefined } | undefined;

  @wire(myOrder, { id: '$orderId' }) result?: Result<typeof myOrder>;

  override connectedCallback() {
    const { placed, ...others } = router.recall();
    if (typeof placed !== 'string') return;
    // It is said once.
    router.remember(others);
    this.thanks = { words: thanks[placed], orderId: this.orderId };
  }

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
    return this.thankYou ?? 'Order loaded';
  }

  get thankYou(): string | undefined {
    return this.thanks?.orderId === this.orderId ? this.thanks?.words : undefined;
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
