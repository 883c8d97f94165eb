import { mayBeDone, RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { placeOrder } from 'store/api';
import {
  type Cart,
  type CartLine,
  cart,
  forOneOrder,
  type OrderRequest,
  waitingWords,
} from 'store/cart';
import type CartLines from 'store/cartLines';
import { router } from 'store/router';
import type { User } from '../../../../server/bff/index.ts';
import { isSameOrder } from './isSameOrder.ts';
import { lineErrors, otherErrors } from './refusedLines.ts';

/** What is said where the page was left while its order was on the way. */
const noAnswer = new RequestError(0, 'No answer', {
  message: 'It has been sent, and no answer has come back.',
  errorCode: 'network_error',
});

/** The refusals of the route's own, which has looked first whether the order is there already. */
const ofTheRoute: readonly string[] = ['invalid_input', 'forbidden'];

/** What is about to be ordered, and the ordering: once, however often it is tried. */
export default class Checkout extends LightningElement {
  @api user: User | undefined;

  cart?: Cart;
  /** What is on its way at present. */
  placing: OrderRequest | undefined;
  /** The name of the order that this page knows of: in the cart it is gone once that is placed. */
  asked: string | undefined;
  failure: RequestError | undefined;
  errors: Readonly<Record<string, string>> = {};

  @wire(cart)
  cartChanged(now: Cart) {
    const { owner, sent } = this.cart ?? {};
    this.cart = now;
    if (now.owner !== owner) this.asked = undefined;
    if (now.sent) this.asked = now.requestId;
    // What became of it was heard elsewhere: in another tab, or by this page before it was left.
    else if (sent && !this.placing) this.failure = undefined;
  }

  get lines(): readonly CartLine[] {
    return this.placing?.lines ?? this.cart?.sent ?? forOneOrder(this.cart?.lines ?? []);
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get isEmpty(): boolean {
    return !this.hasLines && !this.isPlaced;
  }

  get isOrdering(): boolean {
    return this.hasLines && Boolean(this.user);
  }

  /** What one order does not take. */
  get waitingWords(): string | undefined {
    return this.isFixed ? undefined : waitingWords(this.cart?.lines ?? []);
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

  /** Whether the order is placed, though its answer did not come to this page. */
  get isPlaced(): boolean {
    return Boolean(this.asked) && this.asked !== this.cart?.requestId && !this.placing;
  }

  get trouble() {
    if (this.placing || this.isPlaced || !this.hasLines) return undefined;
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
    if (this.placing || !this.cartLines?.check()) return;
    const wasSent = Boolean(cart.value.sent);
    const request = cart.request();
    this.placing = request;
    this.asked = request.requestId;
    this.failure = undefined;
    this.errors = {};
    try {
      const { id, lines } = await placeOrder(request);
      cart.placed(request.requestId, lines);
      if (!this.isConnected) return;
      router.go(`/orders/${id}`, { replace: true });
      router.remember({ placed: isSameOrder(lines, request.lines) ? 'now' : 'earlier' });
    } catch (error) {
      this.failed(request, error as RequestError, wasSent);
    }
  }

  failed({ requestId, lines }: OrderRequest, error: RequestError, wasSent: boolean) {
    // Where it was sent before, whoever has refused it now may not have looked what became of that.
    const isSettled = wasSent ? ofTheRoute.includes(error.body.errorCode) : !mayBeDone(error);
    if (isSettled) cart.refused(requestId);
    this.placing = undefined;
    this.failure = error;
    this.errors = lineErrors(error, lines);
  }

  get cartLines() {
    return this.refs?.lines as CartLines | undefined;
  }
}
