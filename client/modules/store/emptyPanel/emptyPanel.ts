import { api, LightningElement } from 'lwc';

/** Stands where a list would, and says why there is nothing in it. What can be done about it goes inside. */
export default class EmptyPanel extends LightningElement {
  @api heading = '';
}
