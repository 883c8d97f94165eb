import { api, LightningElement } from 'lwc';
import { quantity } from 'store/format';
import type QuantityField from 'store/quantityField';

/**
 * Puts a product into the cart, and says how many of it are in there then. A `store-quantity-field`
 * within it says how many to put in.
 */
export default class AddToCart extends LightningElement {
  @api productId = '';
  @api name = '';
  /** Whether the button stands out: where there are many of them, none does. */
  @api primary = false;

  outcome = '';

  get label(): string {
    return `Add to cart: ${this.name}`;
  }

  get look(): string {
    return this.primary ? 'button primary' : 'button';
  }

  async add() {
    // The one component that is made to stand there.
    const [field] = (this.template?.querySelector('slot')?.assignedElements() ??
      []) as unknown[] as QuantityField[];
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
