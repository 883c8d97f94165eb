import { api, LightningElement } from 'lwc';
import { session } from 'store/api';

/** Stands in for a page that only a signed-in person can see, and brings them back to it. */
export default class SignInPanel extends LightningElement {
  /** Whether somebody was signed in until now. */
  @api ended = false;

  get heading(): string {
    return this.ended ? 'You have been signed out' : 'Sign in to see this page';
  }

  get explanation(): string {
    return this.ended
      ? 'Your session has ended, so what was on this page is gone from it. Sign in again and you come straight back here.'
      : 'It holds what is yours alone. After signing in you come straight back here.';
  }

  signIn() {
    session.signIn();
  }
}
