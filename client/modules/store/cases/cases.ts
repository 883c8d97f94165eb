import { createPager, emptyList, type PagedList } from 'bff/pager';
import { LightningElement, wire } from 'lwc';
import { myCases, type Result } from 'store/api';
import type CaseList from 'store/caseList';
import type { CaseSummary } from 'store/caseList';
import { lengthOf } from 'store/format';
import { router } from 'store/router';

/** What the person has asked the shop about, page after page. */
export default class Cases extends LightningElement {
  first?: Result<typeof myCases>;
  list: PagedList<CaseSummary> = emptyList;

  /** The number of the case that has just been opened, where that is why they are here. */
  opened: string | undefined;

  readonly #pager = createPager<CaseSummary>({
    read: (after) => myCases({ after }),
    show: (list) => {
      this.list = list;
    },
  });

  @wire(myCases, {})
  firstPageRead(result: Result<typeof myCases>) {
    this.first = result;
    if (result.data) void this.#pager.begin(result.data, Number(router.recall().pages ?? 1));
    else this.#pager.clear();
  }

  override connectedCallback() {
    const { opened, ...others } = router.recall();
    if (typeof opened !== 'string') return;
    // It is said once, and a live region is read out when it changes, not when it comes.
    router.remember(others);
    window.setTimeout(() => {
      this.opened = opened;
    });
  }

  override disconnectedCallback() {
    this.#pager.clear();
  }

  get hasCases(): boolean {
    return this.list.items.length > 0;
  }

  get outcome(): string {
    return this.opened ? `Your case ${this.opened} is open. Thank you: we will look into it.` : '';
  }

  get outcomeLook(): string {
    return this.opened ? 'outcome' : 'unseen';
  }

  get announcement(): string {
    if (!this.first?.data) return this.first?.error ? '' : 'Loading cases…';
    return this.hasCases ? lengthOf(this.list, 'case', 'cases') : 'No cases';
  }

  async showMore() {
    const shown = this.list.items.length;
    if (!(await this.#pager.more())) return;
    router.remember({ pages: this.list.pages });
    // After the new rows are there; the button may be gone, and the focus with it.
    requestAnimationFrame(() => (this.refs?.list as CaseList | undefined)?.focusCase(shown));
  }

  retry() {
    void this.first?.refresh();
  }
}
