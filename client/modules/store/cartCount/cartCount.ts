import { LightningElement, wire } from 'lwc';
import { type Cart, cart, sumOf } from 'store/cart';
import { quantity } from 'store/format';

/** More than this does not fit into the header. */
const mostShown = 99;

/** How many things are in the cart, within the link to it; nothing where it is empty. */
export default class CartCount extends LightningElement {
  @wire(cart) cart?: Cart;

  get count(): number {
    return sumOf(this.cart?.lines ?? []);
  }

  get figure(): string {
    return this.count > mostShown ? `${mostShown}+` : quantity(this.count);
  }

  /** What a screen reader says after the word "Cart". */
  get words(): string {
    return `, ${quantity(this.count)} ${this.count === 1 ? 'item' : 'items'}`;
  }
}
