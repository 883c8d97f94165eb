import { mayBeDone, RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { placeOrder } from 'store/api';
import { type Cart, type CartLine, cart, type OrderRequest } from 'store/cart';
import { router } from 'store/router';
import type { User } from '../../../../server/bff/index.ts';
import { lineErrors, otherErrors } from './refusedLines.ts';

/** What is said where the page was left while its order was on the way. */
const noAnswer = new RequestError(0, 'No answer', {
  message: 'It has been sent, and no answer has come back.',
  errorCode: 'network_error',
});

/** What is about to be ordered, and the ordering: once, however often it is tried. */
export default class Checkout extends LightningElement {
  @api user: User | undefined;

  @wire(cart) cart?: Cart;

  /** What is on its way at present. */
  placing: OrderRequest | undefined;
  failure: RequestError | undefined;
  errors: Readonly<Record<string, string>> = {};

  get lines(): readonly CartLine[] {
    return this.placing?.lines ?? this.cart?.sent ?? this.cart?.lines ?? [];
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get isPlacing(): boolean {
    return Boolean(this.placing);
  }

  /** Whether it may have been placed already, so that the same is asked again or nothing. */
  get isUnsettled(): boolean {
    return Boolean(this.cart?.sent) && !this.placing;
  }

  get isFixed(): boolean {
    return this.isPlacing || this.isUnsettled;
  }

  get trouble() {
    if (this.placing) return undefined;
    return (this.failure ?? (this.isUnsettled ? noAnswer : undefined))?.body;
  }

  get troubleHeading(): string {
    return this.isUnsettled
      ? 'We do not know yet whether your order was placed'
      : 'Your order was not placed';
  }

  get otherErrors(): readonly string[] {
    return otherErrors(this.failure);
  }

  get label(): string {
    if (this.placing) return 'Placing the order…';
    return this.isUnsettled ? 'Try again' : 'Place the order';
  }

  get announcement(): string {
    return this.placing ? 'Placing the order' : '';
  }

  async place() {
    if (this.placing) return;
    const request = cart.request();
    this.placing = request;
    this.failure = undefined;
    this.errors = {};
    try {
      const { id } = await placeOrder(request);
      cart.placed(request);
      if (!this.isConnected) return;
      router.go(`/orders/${id}`, { replace: true });
      router.remember({ placed: true });
    } catch (error) {
      this.failed(request, error as RequestError);
    }
  }

  failed(request: OrderRequest, error: RequestError) {
    if (!mayBeDone(error)) cart.refused(request);
    this.placing = undefined;
    this.failure = error;
    this.errors = lineErrors(error, request.lines);
  }
}
