import { LightningElement, wire } from 'lwc';
import { type Cart, type CartLine, cart } from 'store/cart';

/** What is in the cart, to be changed and to be ordered; for everybody. */
export default class CartPage extends LightningElement {
  @wire(cart) cart?: Cart;

  get lines(): readonly CartLine[] {
    return this.cart?.lines ?? [];
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  /** Whether an order was asked for, and nobody knows what has become of it. */
  get isUnsettled(): boolean {
    return Boolean(this.cart?.sent);
  }
}
