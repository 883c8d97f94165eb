import { api, LightningElement } from 'lwc';

/** The one main heading of a page. Tells the shell what the page is called, and takes the focus after a navigation. */
export default class PageHeading extends LightningElement {
  @api text = '';

  #told = '';

  override renderedCallback() {
    if (this.text === this.#told) return;
    this.#told = this.text;
    this.dispatchEvent(
      new CustomEvent('pageheading', { bubbles: true, composed: true, detail: this.text }),
    );
  }

  @api focus() {
    this.template?.querySelector('h1')?.focus({ preventScroll: true });
  }
}
