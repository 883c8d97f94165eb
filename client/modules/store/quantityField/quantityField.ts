import { api, LightningElement } from 'lwc';

/** What the server takes of one product. */
const most = 10_000;

/** A field for how many: event `quantity` with the number, whenever it has become another that can be ordered. */
export default class QuantityField extends LightningElement {
  @api value = 1;
  /** Of what, where that is not clear to who hears the field alone. */
  @api of: string | undefined;

  /** What stands there since somebody has typed. */
  typed: string | undefined;
  isWrong = false;

  get shown(): string {
    return this.typed ?? String(this.value);
  }

  get label(): string | undefined {
    return this.of && ` of ${this.of}`;
  }

  get message(): string {
    return this.isWrong ? 'A whole number from 1 to 10,000, please' : '';
  }

  get invalid(): 'true' | undefined {
    return this.isWrong ? 'true' : undefined;
  }

  /** How many it says; where that is no number of things, it says so and takes the focus. */
  @api check(): number | undefined {
    const quantity = this.read();
    if (quantity === undefined) this.template?.querySelector('input')?.focus();
    return quantity;
  }

  read(): number | undefined {
    const quantity = Number(this.shown);
    this.isWrong = !Number.isInteger(quantity) || quantity < 1 || quantity > most;
    return this.isWrong ? undefined : quantity;
  }

  typing({ currentTarget: field }: Event & { readonly currentTarget: HTMLInputElement }) {
    this.typed = field.value;
    this.isWrong = false;
  }

  changed() {
    const quantity = this.read();
    if (quantity === undefined) return;
    this.typed = undefined;
    this.value = quantity;
    this.dispatchEvent(new CustomEvent<number>('quantity', { detail: quantity }));
  }
}
