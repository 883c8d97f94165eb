import { api, LightningElement } from 'lwc';

/** A field to search with, on Enter or its button: event `search`, with the words, or none to show all again. */
export default class SearchField extends LightningElement {
  @api label = '';
  /** What is being searched for. */
  @api value: string | null = null;

  search(event: SubmitEvent) {
    // It is not for the browser to send: the address is the page's own.
    event.preventDefault();
    this.tell(this.input?.value.trim() ?? '');
  }

  clear() {
    this.tell('');
    // The button goes with the words.
    this.input?.focus();
  }

  get input() {
    return this.template?.querySelector('input');
  }

  tell(words: string) {
    this.dispatchEvent(new CustomEvent<string>('search', { detail: words }));
  }
}
