import { api, LightningElement } from 'lwc';
import { quantity } from 'store/format';
import type QuantityField from 'store/quantityField';

/** Puts a product into the cart, and says how many of it are in there then. */
export default class AddToCart extends LightningElement {
  @api productId = '';
  @api name = '';
  /** Whether there is a field for how many. */
  @api asksHowMany = false;

  outcome = '';

  get label(): string {
    return `Add to cart: ${this.name}`;
  }

  /** Where there are many of them, none stands out. */
  get look(): string {
    return this.asksHowMany ? 'button primary' : 'button';
  }

  async add() {
    const field = this.refs?.quantity as QuantityField | undefined;
    const count = field ? field.check() : 1;
    if (count === undefined) return;
    try {
      const { cart, mostLines } = await import('store/cart');
      const inCart = cart.add(this.productId, count);
      this.outcome = inCart
        ? `${quantity(inCart)} in your cart`
        : `An order has ${mostLines} products at most`;
      // The shell counts what is in the cart from now on.
      this.dispatchEvent(new CustomEvent('cartchange', { bubbles: true, composed: true }));
    } catch {
      this.outcome = 'Not added: please check your connection';
    }
  }
}
