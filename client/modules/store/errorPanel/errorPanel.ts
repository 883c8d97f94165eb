import type { Connection } from 'bff/connection';
import type { RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { connection } from 'store/api';

/**
 * Says what went wrong, and offers to try again (event `retry`). Without a connection nothing is wrong
 * but that, and what was to be read comes by itself with the next one.
 */
export default class ErrorPanel extends LightningElement {
  @api heading = 'Something went wrong';
  @api error: RequestError | undefined;

  @wire(connection) connection?: Connection;

  get isOffline(): boolean {
    return this.error?.body.errorCode === 'network_error' && this.connection?.online === false;
  }

  get look(): string {
    return this.isOffline ? 'calm' : '';
  }

  get urgency(): string {
    return this.isOffline ? 'status' : 'alert';
  }

  get words(): string {
    return this.isOffline ? 'You are offline' : this.heading;
  }

  get message(): string | undefined {
    return this.isOffline
      ? 'We go on as soon as there is a connection again.'
      : this.error?.body.message;
  }

  get requestId(): string | undefined {
    return this.error?.body.requestId;
  }

  retry() {
    // Composed: the shell moves the focus, which would go with this panel.
    this.dispatchEvent(new CustomEvent('retry', { bubbles: true, composed: true }));
  }
}
