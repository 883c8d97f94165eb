import { api, LightningElement } from 'lwc';

/** What the server takes of one product. */
const most = 10_000;

/** A field for how many: event `quantity` with the number, whenever it has become another that can be ordered. */
export default class QuantityField extends LightningElement {
  @api label = 'Quantity';
  @api value = 1;
  /** What else is wrong with it. */
  @api error: string | undefined;

  /** What stands there since somebody has typed. */
  typed: string | undefined;
  isWrong = false;

  get shown(): string {
    return this.typed ?? String(this.value);
  }

  get message(): string | undefined {
    return this.isWrong ? 'A whole number from 1 to 10,000, please' : this.error;
  }

  get invalid(): 'true' | undefined {
    return this.message ? 'true' : undefined;
  }

  /** How many it says; what is no number of things is said to be none, and gets the focus. */
  @api check(): number | undefined {
    const quantity = Number(this.shown);
    this.isWrong = !Number.isInteger(quantity) || quantity < 1 || quantity > most;
    if (!this.isWrong) return quantity;
    this.template?.querySelector('input')?.focus();
    return undefined;
  }

  typing({ currentTarget: field }: Event & { readonly currentTarget: HTMLInputElement }) {
    this.typed = field.value;
    this.isWrong = false;
  }

  changed() {
    const quantity = this.check();
    if (quantity === undefined) return;
    this.typed = undefined;
    this.value = quantity;
    this.dispatchEvent(new CustomEvent<number>('quantity', { detail: quantity }));
  }
}
