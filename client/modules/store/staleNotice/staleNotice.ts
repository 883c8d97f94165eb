import type { WireResult } from 'bff/api';
import { api, LightningElement } from 'lwc';

/** Stands above what could not be read again: it is shown as it was, and reading it again is offered. */
export default class StaleNotice extends LightningElement {
  @api result: WireResult<unknown> | undefined;

  get isStale(): boolean {
    return Boolean(this.result?.data && this.result.error);
  }

  retry() {
    void this.result?.refresh();
  }
}
