import { api, LightningElement } from 'lwc';
import type { User } from '../../../../server/bff/index.ts';

/** Who one is here, where one is signed in, and what one lets the shop do. */
export default class Account extends LightningElement {
  @api user: User | undefined;
}
