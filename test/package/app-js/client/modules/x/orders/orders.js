import { LightningElement, wire } from 'lwc';
import { myOrders, session } from 'x/api';

export default class Orders extends LightningElement {
  @wire(myOrders) result;
  @wire(session) session;

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
