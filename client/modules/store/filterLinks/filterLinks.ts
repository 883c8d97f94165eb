import { api, LightningElement } from 'lwc';

export interface FilterLink {
  readonly label: string;
  /** How many there are, where that is known. */
  readonly count?: string | undefined;
  readonly href: string;
  /** `true` for the one that is chosen. */
  readonly current: 'true' | undefined;
}

/** The ways to narrow a list, each an address of its own. */
export default class FilterLinks extends LightningElement {
  @api label = '';
  @api filters: readonly FilterLink[] = [];

  override renderedCallback() {
    // With the frame, which lays the page out anyway; to measure at once would make it do so twice.
    requestAnimationFrame(() => this.bringIntoView());
  }

  /** On a narrow screen they are one long row, and what is chosen may stand beyond its edge. */
  bringIntoView() {
    const chosen = this.template?.querySelector<HTMLElement>('[aria-current]');
    const row = chosen?.closest('ul');
    if (chosen && row) row.scrollLeft = chosen.offsetLeft - row.offsetLeft - row.clientWidth / 3;
  }
}
