import type { Connection } from 'bff/connection';
import type { RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { connection } from 'store/connection';

/**
 * Says what went wrong, and offers to try again (event `retry`). Where that resumes by itself nothing is
 * wrong without a connection but that.
 */
export default class ErrorPanel extends LightningElement {
  @api heading = 'Something went wrong';
  @api error: RequestError | undefined;
  /** Whether somebody tries again as soon as there is a connection: as wires do, and no command. */
  @api resumes = false;

  @wire(connection) connection?: Connection;

  get isOffline(): boolean {
    const isUnreached = this.error?.body.errorCode === 'network_error';
    return this.resumes && isUnreached && this.connection?.online === false;
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
