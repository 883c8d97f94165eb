import { api, LightningElement } from 'lwc';
import { type CartLine, cart } from 'store/cart';
import type Line from 'store/cartLine';
import type { Priced } from 'store/cartLine';
import { money } from 'store/format';

interface Removed {
  readonly line: CartLine;
  readonly index: number;
  readonly name: string;
}

/** The lines of the cart and what they come to; what is taken out can be put back. */
export default class CartLines extends LightningElement {
  @api lines: readonly CartLine[] = [];
  /** What the server does not accept, by product. */
  @api errors: Readonly<Record<string, string>> = {};
  @api readOnly = false;

  priced: Readonly<Record<string, Priced>> = {};
  removed: Removed | undefined;

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get rows() {
    return this.lines.map((line) => ({
      id: line.productId,
      line,
      error: this.errors[line.productId],
    }));
  }

  /** What they come to, as far as is known. */
  get total(): string {
    const priced = this.lines.map(({ productId }) => this.priced[productId]);
    if (priced.some((one) => one?.isUnread)) return 'not known without every price';
    if (priced.some((one) => one?.price === undefined)) return 'Adding up…';
    const amounts = this.lines.map(({ quantity }, at) => quantity * (priced[at]?.price ?? 0));
    return money(amounts.reduce((sum, amount) => sum + amount, 0));
  }

  get removedWords(): string {
    return this.removed ? `${this.removed.name} was removed.` : '';
  }

  /** Whether every field says how many; the first that does not says so and takes the focus. */
  @api check(): boolean {
    const rows = this.template?.querySelectorAll<HTMLElement & Line>('store-cart-line') ?? [];
    return [...rows].every((row) => row.check());
  }

  priceRead({ detail }: CustomEvent<Priced>) {
    this.priced = { ...this.priced, [detail.productId]: detail };
  }

  remove(event: CustomEvent<string> & { readonly currentTarget: HTMLElement }) {
    const { id } = event.currentTarget.dataset;
    const index = this.lines.findIndex(({ productId }) => productId === id);
    const line = this.lines[index];
    if (!line) return;
    this.removed = { line, index, name: event.detail };
    cart.set(line.productId, 0);
    // The button that was pressed is gone.
    requestAnimationFrame(() => this.template?.querySelector<HTMLElement>('.undo')?.focus());
  }

  undo() {
    if (!this.removed) return;
    const { line, index } = this.removed;
    cart.putBack(line, index);
    this.removed = undefined;
    requestAnimationFrame(() => this.template?.querySelector<HTMLElement>('ul')?.focus());
  }
}
