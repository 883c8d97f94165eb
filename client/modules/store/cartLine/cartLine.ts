import { isNoSuch } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { product, type Result } from 'store/api';
import { cart, type CartLine as Line } from 'store/cart';
import { money, quantity } from 'store/format';
import type QuantityField from 'store/quantityField';

/** What a line's product costs. */
export interface Priced {
  readonly productId: string;
  /** `null` where it is not for sale, `undefined` as long as nobody knows. */
  readonly price: number | null | undefined;
  /** Whether it could not be read. */
  readonly isUnread: boolean;
}

/** One line of the cart. Events: `priced`, and `removing` with what the product is called. */
export default class CartLine extends LightningElement {
  @api line: Line = { productId: '', quantity: 0 };
  /** What the server does not accept of it. */
  @api error: string | undefined;
  @api readOnly = false;

  result?: Result<typeof product>;

  @wire(product, { id: '$line.productId' })
  productRead(result: Result<typeof product>) {
    this.result = result;
    const { productId } = this.line;
    const price = this.isGone ? null : result.data?.price;
    const detail: Priced = { productId, price, isUnread: this.isUnread };
    this.dispatchEvent(new CustomEvent('priced', { detail }));
  }

  get product() {
    return this.result?.data;
  }

  get isGone(): boolean {
    return isNoSuch(this.result?.error);
  }

  get isUnread(): boolean {
    return Boolean(this.result?.error) && !this.isGone && !this.product;
  }

  get name(): string {
    if (this.product) return this.product.name;
    if (this.isGone) return 'A product that is no longer for sale';
    return this.isUnread ? 'A product that could not be loaded' : 'Loading…';
  }

  get href(): string {
    return `/products/${this.line.productId}`;
  }

  get canRemove(): boolean {
    return !this.readOnly;
  }

  get quantity(): string {
    return quantity(this.line.quantity);
  }

  get removeLabel(): string {
    return `Remove ${this.name}`;
  }

  get unitPrice(): string | undefined {
    return this.product && `${money(this.product.price)} each`;
  }

  get amount(): string | undefined {
    return this.product && money(this.product.price * this.line.quantity);
  }

  /** Whether its field says how many; where it does not, it says so and takes the focus. */
  @api check(): boolean {
    const field = this.refs?.quantity as QuantityField | undefined;
    const quantity = field ? field.check() : this.line.quantity;
    // What was typed and not left yet is what is meant.
    if (quantity && quantity !== this.line.quantity) cart.set(this.line.productId, quantity);
    return quantity !== undefined;
  }

  changed({ detail }: CustomEvent<number>) {
    cart.set(this.line.productId, detail);
  }

  remove() {
    this.dispatchEvent(new CustomEvent<string>('removing', { detail: this.name }));
  }

  readAgain() {
    void this.result?.refresh();
  }
}
