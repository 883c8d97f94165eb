import type { RequestError } from 'bff/transport';
import type { Page } from '../../../../server/bff/index.ts';

/** What a list has read of its pages. */
export interface PagedList<Item> {
  readonly items: readonly Item[];
  /** How many pages the items are of. */
  readonly pages: number;
  /** Where the next page begins; `null` at the end. */
  readonly next: string | null;
  /** Whether the next page is on its way. */
  readonly loading: boolean;
  /** Why the next page did not come. */
  readonly error: RequestError | undefined;
}

/** A list of which nothing has been read. */
export const emptyList: PagedList<never> = Object.freeze({
  items: Object.freeze([]),
  pages: 0,
  next: null,
  loading: false,
  error: undefined,
});

export interface PagerOptions<Item> {
  /** Reads the page that begins there, of the list as it is asked for at present. */
  read(after: string): Promise<Page<Item>>;
  /** Called with every change, at once. */
  show(list: PagedList<Item>): void;
}

/** Reads a list on, page by page. */
export interface Pager<Item> {
  /**
   * Begins a list with its first page, and reads on by itself until it has that many pages. One that is
   * begun again, as its first page was read again, is as long afterwards as it was; what there was stays
   * as long as there is more of it. With the same first page nothing has been read again.
   */
  begin(first: Page<Item>, pages?: number): Promise<void>;
  /** Reads the next page; false where there is none, it failed, or the list is another by now, or gone. */
  more(): Promise<boolean>;
  /** Shows nothing, and nothing that is still on its way. */
  clear(): void;
}

/**
 * Makes the pager of one list on the page: what "Show more" reads, kept apart from what another
 * filter, another user or another page has asked for meanwhile.
 *
 * @example
 * list: PagedList<OrderSummary> = emptyList;
 * readonly #pager = createPager<OrderSummary>({
 *   read: (after) => myOrders({ after }),
 *   show: (list) => { this.list = list; },
 * });
 */
export function createPager<Item>({ read, show }: PagerOptions<Item>): Pager<Item> {
  let list: PagedList<Item> = emptyList;
  let begun: Page<Item> | undefined;
  let turn = 0;

  function change(to: PagedList<Item>) {
    list = to;
    show(list);
  }

  /** That list with its next page, or with why it did not come. */
  async function longer(than: PagedList<Item>, after: string): Promise<PagedList<Item>> {
    try {
      const { items, next } = await read(after);
      return { ...emptyList, items: [...than.items, ...items], pages: than.pages + 1, next };
    } catch (error) {
      return { ...than, loading: false, error: error as RequestError };
    }
  }

  return {
    async more() {
      if (list.next === null || list.loading) return false;
      const asked = turn;
      change({ ...list, loading: true, error: undefined });
      const grown = await longer(list, list.next);
      if (asked !== turn) return false;
      change(grown);
      return !grown.error;
    },
    clear() {
      turn += 1;
      begun = undefined;
      change(emptyList);
    },
    async begin(first, pages = 1) {
      if (first === begun) return;
      begun = first;
      const { items, next } = first;
      turn += 1;
      const asked = turn;
      const before = list;
      let anew: PagedList<Item> = { ...emptyList, items, pages: 1, next };
      while (anew.next !== null && !anew.error && anew.pages < Math.max(pages, before.pages)) {
        change({ ...(before.pages > anew.pages ? before : anew), loading: true, error: undefined });
        anew = await longer(anew, anew.next);
        if (asked !== turn) return;
      }
      change(anew);
    },
  };
}
