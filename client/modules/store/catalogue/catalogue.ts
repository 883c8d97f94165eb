import { createPager, emptyList, type PagedList } from 'bff/pager';
import { api, LightningElement, wire } from 'lwc';
import { catalogue, families, type Result } from 'store/api';
import type { FilterLink } from 'store/filterLinks';
import { lengthOf } from 'store/format';
import type ProductList from 'store/productList';
import type { Product } from 'store/productList';
import { router } from 'store/router';
import { addressOf, familyLinks, inWords, type Scope, scopeOf, wayOut } from './scope.ts';

/** What the shop sells, by the words and the family that the address names, page after page; for everybody. */
export default class Catalogue extends LightningElement {
  /** As they stand in the address. */
  @api search: string | undefined;
  @api family: string | undefined;

  @wire(families, {}) families?: Result<typeof families>;

  first?: Result<typeof catalogue>;
  list: PagedList<Product> = emptyList;

  readonly #pager = createPager<Product>({
    read: (after) => {
      const { search, family } = this.scope;
      return catalogue({ ...(search ? { search } : {}), ...(family ? { family } : {}), after });
    },
    show: (list) => {
      this.list = list;
    },
  });

  get scope(): Scope {
    return scopeOf(this.search, this.family);
  }

  @wire(catalogue, { search: '$scope.search', family: '$scope.family' })
  firstPageRead(result: Result<typeof catalogue>) {
    this.first = result;
    if (result.data) void this.#pager.begin(result.data, Number(router.recall().pages ?? 1));
    else this.#pager.clear();
  }

  override disconnectedCallback() {
    this.#pager.clear();
  }

  get errorCode(): string | undefined {
    return this.first?.error?.body.errorCode;
  }

  get isNotConfigured(): boolean {
    return this.errorCode === 'not_configured';
  }

  get hasProducts(): boolean {
    return this.list.items.length > 0;
  }

  /** No product can be called what the server takes for no name at all. */
  get hasNothing(): boolean {
    return this.first?.data?.items.length === 0 || this.errorCode === 'invalid_input';
  }

  get filters(): readonly FilterLink[] {
    return familyLinks(this.scope, this.families?.data?.items ?? []);
  }

  /** Not where there is nothing to choose from; room for them as long as that is not known. */
  get hasFilters(): boolean {
    const isKnown = Boolean(this.families?.data ?? this.families?.error);
    return !isKnown || this.filters.length > 1;
  }

  get announcement(): string {
    if (this.isNotConfigured) return 'No catalogue yet';
    if (this.hasNothing) return 'No products';
    if (!this.first?.data) return this.first?.error ? '' : 'Loading products…';
    return lengthOf(this.list, 'product', 'products');
  }

  get listHeading(): string {
    return `Products${inWords(this.scope)}`;
  }

  get emptyHeading(): string {
    const words = inWords(this.scope);
    return words ? `Nothing found${words}` : 'The catalogue is empty';
  }

  get wayOut() {
    return wayOut(this.scope);
  }

  searchFor({ detail }: CustomEvent<string>) {
    router.go(addressOf(scopeOf(detail, this.family)));
  }

  async showMore() {
    const shown = this.list.items.length;
    if (!(await this.#pager.more())) return;
    router.remember({ pages: this.list.pages });
    // After the new cards are there; the button may be gone, and the focus with it.
    requestAnimationFrame(() => (this.refs?.list as ProductList | undefined)?.focusProduct(shown));
  }

  retry() {
    void this.first?.refresh();
    if (this.families?.error) void this.families.refresh();
  }
}
