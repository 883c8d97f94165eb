import { LightningElement, wire } from 'lwc';
import type { SessionState } from 'lwc-bff/browser/session';
import { myOrders, type Result, session } from 'x/api';

export default class Orders extends LightningElement {
  @wire(myOrders) result?: Result<typeof myOrders>;
  @wire(session) session?: SessionState;

  get numbers() {
    return this.result?.data?.items ?? [];
  }
  get isNobody() {
    return this.session?.user === null;
  }
  signIn() {
    session.signIn();
  }
}
