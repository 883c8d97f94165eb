import { api, LightningElement } from 'lwc';

/** What is not there. It does not say whether it exists for somebody else: the server does not, either. */
export default class NotFound extends LightningElement {
  @api heading = 'There is no such page';
  @api explanation = 'The address may be mistyped, or the page has moved.';
  @api backTo = '/';
  @api backLabel = 'Go to the start page';
}
