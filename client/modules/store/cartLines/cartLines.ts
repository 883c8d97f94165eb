import { api, LightningElement } from 'lwc';
import { type CartLine, cart } from 'store/cart';
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

  prices: Readonly<Record<string, Priced['price']>> = {};
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
    const amounts = this.lines.map(({ productId, quantity }) => {
      const price = this.prices[productId];
      return price === null ? 0 : price && price * quantity;
    });
    if (amounts.includes(undefined)) return 'Adding up…';
    return money(amounts.reduce<number>((sum, amount = 0) => sum + amount, 0));
  }

  get removedWords(): string {
    return this.removed ? `${this.removed.name} was removed.` : '';
  }

  priced({ detail: { productId, price } }: CustomEvent<Priced>) {
    this.prices = { ...this.prices, [productId]: price };
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
