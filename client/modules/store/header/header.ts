import { api, LightningElement } from 'lwc';
import { session } from 'store/api';
import { hasCart } from 'store/hasCart';
import type { User } from '../../../../server/bff/index.ts';

/** The pages that are not in the navigation, and the one that each is within: not that page itself. */
const within: Readonly<Record<string, string>> = { order: 'orders', newCase: 'cases' };

/**
 * The top of every page: the shop's sign, the ways to its pages, what is in the cart, and who is signed
 * in. Events: `skip`, where somebody wants to go past it, and `signout`.
 */
export default class Header extends LightningElement {
  /** The name of the page that can be seen. */
  @api page: string | undefined;
  /** Who is signed in: `null` is nobody, `undefined` not known yet. */
  @api user: User | null | undefined;
  /** Whether they are on their way out. */
  @api signingOut = false;

  /** Counts what is in the cart, loaded when something is, after the code of the page. */
  cartCount: typeof LightningElement | undefined;

  override connectedCallback() {
    // Any page may put in the first thing, or another tab.
    document.addEventListener('cartchange', this.countCart);
    window.addEventListener('storage', this.countCart);
  }

  override disconnectedCallback() {
    document.removeEventListener('cartchange', this.countCart);
    window.removeEventListener('storage', this.countCart);
  }

  override renderedCallback() {
    if (this.page) void this.countCart();
  }

  readonly countCart = async () => {
    if (this.cartCount || !hasCart()) return;
    this.cartCount = (await import('store/cartCount').catch(() => undefined))?.default;
  };

  get isSignedOut(): boolean {
    return this.user === null;
  }

  get current(): Record<string, string> {
    const name = this.page ?? '';
    const around = within[name];
    return around ? { [around]: 'true' } : { [name]: 'page' };
  }

  skip() {
    this.dispatchEvent(new CustomEvent('skip'));
  }

  signIn() {
    session.signIn();
  }

  signOut() {
    this.dispatchEvent(new CustomEvent('signout'));
  }
}
