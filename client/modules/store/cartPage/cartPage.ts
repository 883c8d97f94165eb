import type { SessionState } from 'bff/session';
import { LightningElement, wire } from 'lwc';
import { session } from 'store/api';
import { type Cart, type CartLine, cart, waitingWords } from 'store/cart';
import { hasCart } from 'store/hasCart';

/** What is in the cart, to be changed and to be ordered; for everybody. */
export default class CartPage extends LightningElement {
  @wire(cart) cart?: Cart;
  @wire(session) session?: SessionState;

  get lines(): readonly CartLine[] {
    return this.cart?.lines ?? [];
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get waitingWords(): string | undefined {
    return waitingWords(this.lines);
  }

  /** Whether somebody's cart is kept here, and shown to nobody else. */
  get isPutAway(): boolean {
    return !this.hasLines && this.session?.user === null && hasCart();
  }

  get putAwayHeading(): string {
    return this.session?.ended ? 'Your session has ended' : 'Your cart is empty';
  }

  signIn() {
    session.signIn();
  }

  /** Whether an order was asked for, and nobody knows what has become of it. */
  get isUnsettled(): boolean {
    return Boolean(this.cart?.sent);
  }
}
