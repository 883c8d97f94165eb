import { api, LightningElement } from 'lwc';
import type { catalogue } from 'store/api';
import { money } from 'store/format';

export type Product = Awaited<ReturnType<typeof catalogue>>['items'][number];

/** Products as cards, each with a picture of its family and a way into the cart. */
export default class ProductList extends LightningElement {
  @api products: readonly Product[] = [];

  get rows() {
    return this.products.map(({ id, name, code, family, description, price }) => ({
      id,
      href: `/products/${id}`,
      name,
      code,
      family,
      detail: [code, family].filter(Boolean).join(' · '),
      description,
      price: money(price),
    }));
  }

  /** Puts the focus on the product at that place in the list, and it into view, so that reading goes on there. */
  @api focusProduct(index: number) {
    this.template?.querySelectorAll<HTMLElement>('h3 a')[index]?.focus();
  }
}
