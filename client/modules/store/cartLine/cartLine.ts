import { isNoSuch } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { product, type Result } from 'store/api';
import { cart, type CartLine as Line } from 'store/cart';
import { money, quantity } from 'store/format';

/** What a line's product costs: `null` where it is not for sale, `undefined` as long as nobody knows. */
export interface Priced {
  readonly productId: string;
  readonly price: number | null | undefined;
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
    const detail: Priced = { productId, price };
    this.dispatchEvent(new CustomEvent('priced', { detail }));
  }

  get product() {
    return this.result?.data;
  }

  get isGone(): boolean {
    return isNoSuch(this.result?.error);
  }

  get isUnread(): boolean {
    return Boolean(this.result?.error) && !this.isGone;
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
