import { api, LightningElement } from 'lwc';

/** Room for what is still on its way. It says nothing to screen readers: the page's live region does. */
export default class Skeleton extends LightningElement {
  @api count = 3;

  get rows(): readonly number[] {
    return Array.from({ length: this.count }, (_, index) => index);
  }
}
