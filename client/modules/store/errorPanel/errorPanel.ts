import type { RequestError } from 'bff/transport';
import { api, LightningElement } from 'lwc';

/** Says what went wrong, and offers to try again (event `retry`). */
export default class ErrorPanel extends LightningElement {
  @api heading = 'Something went wrong';
  @api error: RequestError | undefined;

  get message(): string | undefined {
    return this.error?.body.message;
  }

  get requestId(): string | undefined {
    return this.error?.body.requestId;
  }

  retry() {
    // Composed: the shell moves the focus, which would go with this panel.
    this.dispatchEvent(new CustomEvent('retry', { bubbles: true, composed: true }));
  }
}
