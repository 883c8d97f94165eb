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
}
