import { emptyList, type PagedList } from 'bff/pager';
import { api, LightningElement } from 'lwc';

/** What stands below a list of which there is more: a button (event `more`), or why more did not come. */
export default class ShowMore extends LightningElement {
  @api list: PagedList<unknown> = emptyList;
  /** What to say where the next page did not come. */
  @api failure = '';

  get label(): string {
    return this.list.loading ? 'Loading…' : 'Show more';
  }

  more() {
    this.dispatchEvent(new CustomEvent('more'));
  }
}
