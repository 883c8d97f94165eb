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
  /** Begins a list with its first page, and reads on by itself until it has that many pages. */
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
  let turn = 0;

  function change(to: PagedList<Item>) {
    list = to;
    show(list);
  }

  function start(first: PagedList<Item>) {
    turn += 1;
    change(first);
  }

  async function more(): Promise<boolean> {
    const { next, loading } = list;
    if (next === null || loading) return false;
    const asked = turn;
    change({ ...list, loading: true, error: undefined });
    try {
      const page = await read(next);
      if (asked !== turn) return false;
      const items = [...list.items, ...page.items];
      change({ ...emptyList, items, pages: list.pages + 1, next: page.next });
      return true;
    } catch (error) {
      if (asked === turn) change({ ...list, loading: false, error: error as RequestError });
      return false;
    }
  }

  return {
    more,
    clear: () => start(emptyList),
    async begin({ items, next }, pages = 1) {
      start({ ...emptyList, items, pages: 1, next });
      while (list.pages < pages && (await more()));
    },
  };
}
