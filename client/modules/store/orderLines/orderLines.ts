import { api, LightningElement } from 'lwc';
import type { myOrder } from 'store/api';
import { money, quantity } from 'store/format';

export type OrderLine = Awaited<ReturnType<typeof myOrder>>['lines'][number];

/** The lines of an order and what they come to: a table, and on a narrow screen cards. */
export default class OrderLines extends LightningElement {
  @api lines: readonly OrderLine[] = [];
  @api total = 0;

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get rows() {
    return this.lines.map((line) => ({
      id: line.id,
      // The order is the user's to see; what was ordered may not be.
      product: line.product ?? 'Product not shown',
      detail: [line.productCode, line.family].filter(Boolean).join(' · '),
      quantity: quantity(line.quantity),
      unitPrice: money(line.unitPrice),
      total: money(line.total),
    }));
  }

  get sum(): string {
    return money(this.total);
  }
}
