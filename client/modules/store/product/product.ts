import { isNoSuch, queryString } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { product, type Result } from 'store/api';
import { money } from 'store/format';

/** One product: what it is, what it costs, and the way into the cart; for everybody. */
export default class Product extends LightningElement {
  @api productId: string | undefined;

  @wire(product, { id: '$productId' }) result?: Result<typeof product>;

  get product() {
    return this.result?.data;
  }

  get isNotFound(): boolean {
    return isNoSuch(this.result?.error);
  }

  get heading(): string {
    return this.product?.name ?? 'Product';
  }

  get isLoading(): boolean {
    return !this.product && !this.result?.error;
  }

  get announcement(): string {
    if (this.isNotFound) return 'There is no such product';
    if (this.product) return 'Product loaded';
    return this.isLoading ? 'Loading product' : '';
  }

  get price(): string {
    return money(this.product?.price ?? 0);
  }

  get family(): string | null | undefined {
    return this.product?.family;
  }

  get familyHref(): string {
    return `/catalogue${queryString({ family: this.family })}`;
  }

  retry() {
    void this.result?.refresh();
  }
}
