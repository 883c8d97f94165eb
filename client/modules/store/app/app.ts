import type { Connection } from 'bff/connection';
import type { Place } from 'bff/router';
import { identityOf, type SessionState } from 'bff/session';
import { type RequestError, unreached } from 'bff/transport';
import { watchTyping } from 'bff/typedText';
import { LightningElement, wire } from 'lwc';
import { session } from 'store/api';
import { connection } from 'store/connection';
import type PageHeading from 'store/pageHeading';
import { pages } from 'store/pages';
import { router } from 'store/router';

const shopName = 'Fieldstone Supply';

/** The shell: header, footer, and between them the page that the address names. */
export default class App extends LightningElement {
  session: SessionState | undefined;

  /** Where the page is that can be seen: one behind the address while the next one's code loads. */
  place: Place | undefined;
  content: typeof LightningElement | undefined;
  pageFailed: RequestError | undefined;
  isOnline = true;
  signingOut = false;
  signOutError: RequestError | undefined;
  /** Tells of the session's end, loaded when there is something to tell. */
  sessionNotice: typeof LightningElement | undefined;

  /** Loaded when somebody is to sign in. */
  signInPanel: typeof LightningElement | undefined;

  #stop: (() => void)[] = [];
  #heading: PageHeading | undefined;
  /** The one that was given the focus last. */
  #focused: PageHeading | undefined;
  #shown: string | undefined;

  override connectedCallback() {
    this.#stop = [
      router.start(),
      router.subscribe((place) => void this.show(place)),
      session.watch(),
      watchTyping(session),
    ];
  }

  override disconnectedCallback() {
    for (const stop of this.#stop) stop();
  }

  override renderedCallback() {
    if (this.isWaiting) return;
    const shown = `${this.place?.visits} ${this.readers}`;
    // The page as it was opened keeps the browser's own place; later ones begin at their heading.
    if (this.#shown !== undefined && this.#shown !== shown) this.focusHeading();
    this.#shown = shown;
  }

  async show(place: Place) {
    try {
      const content = (await pages[place.name]?.load())?.default;
      if (router.value !== place) return;
      this.place = place;
      this.content = content;
      this.pageFailed = undefined;
      void this.loadSignInPanel();
    } catch (cause) {
      if (router.value !== place) return;
      // The connection, or a deployment that has replaced the files this page was built with.
      this.pageFailed = unreached(cause);
    }
  }

  @wire(session)
  async sessionChanged(state: SessionState) {
    this.session = state;
    void this.loadSignInPanel();
    if (this.sessionNotice || !(state.ending || state.ended)) return;
    // Where it does not come the next look at the session tries again.
    const loaded = await import('store/sessionNotice').catch(() => undefined);
    this.sessionNotice = loaded?.default;
  }

  async loadSignInPanel() {
    if (!this.asksToSignIn) return;
    // Where it does not come the next look at the session tries again.
    this.signInPanel ??= (await import('store/signInPanel').catch(() => undefined))?.default;
  }

  @wire(connection)
  connectionChanged({ online }: Connection) {
    this.isOnline = online;
    // The page's code, which could not be fetched.
    if (online && this.pageFailed) void this.show(router.value);
  }

  get offlineWords(): string {
    return this.isOnline ? '' : 'You are offline. What is here may have changed meanwhile.';
  }

  get offlineLook(): string {
    return this.isOnline ? 'unseen' : 'offline';
  }

  get user() {
    return this.session?.user ?? undefined;
  }

  get page(): string | undefined {
    return this.place?.name;
  }

  /** What the page that can be seen needs to be known. */
  get needs() {
    return pages[this.place?.name ?? '']?.needs ?? 'nothing';
  }

  get isWaiting(): boolean {
    return !this.place || (this.needs !== 'nothing' && this.session?.user === undefined);
  }

  /** What is wrong besides the page: it stays. */
  get notice() {
    if (this.signOutError) {
      return { heading: 'You could not be signed out', error: this.signOutError };
    }
    // Somebody who was signed in may not be so any more.
    return this.isOnline && this.user && this.session?.error
      ? {
          heading: 'We could not see whether you are still signed in',
          error: this.session.error,
        }
      : undefined;
  }

  /** Why there is no page. */
  get trouble() {
    if (this.pageFailed) {
      return { heading: 'This page could not be loaded', error: this.pageFailed };
    }
    return this.place && this.isWaiting && this.session?.error
      ? { heading: 'We could not see whether you are signed in', error: this.session.error }
      : undefined;
  }

  /**
   * The one whose page it is. Another one's is another page, so that nothing that somebody has typed,
   * and no answer that is still on its way to them, comes to the next. What needs nothing of the session
   * is the same for everybody, and stays.
   */
  get readers(): readonly string[] {
    const reader = this.needs === 'nothing' ? 'everybody' : identityOf(this.user);
    return [reader ?? 'nobody'];
  }

  get asksToSignIn(): boolean {
    return this.needs === 'user' && this.session?.user === null;
  }

  get contentProperties(): Readonly<Record<string, unknown>> {
    return (this.place && pages[this.place.name]?.properties(this.place, this.user)) ?? {};
  }

  headingChanged(event: CustomEvent<string>) {
    document.title = `${event.detail} · ${shopName}`;
    const before = this.#heading;
    // Only page headings send this event; seen from here its target is the page around it.
    this.#heading = event.composedPath()[0] as PageHeading & EventTarget;
    // The focus goes with the heading that had it, as where there turns out to be no such order.
    if (before && before === this.#focused) queueMicrotask(() => this.bringFocusBack());
  }

  bringFocusBack() {
    if ((document.activeElement ?? document.body) === document.body) this.focusHeading();
  }

  focusHeading() {
    this.#heading?.focus();
    this.#focused = this.#heading;
  }

  /** A button, not a link: a fragment does not find an id within a shadow root. */
  skipToContent() {
    this.template?.querySelector('main')?.focus();
  }

  retryNotice() {
    void (this.signOutError ? this.signOut() : session.read());
  }

  retryPage() {
    if (this.pageFailed) window.location.reload();
    else void session.read();
  }

  async signOut() {
    if (this.signingOut) return;
    this.signingOut = true;
    this.signOutError = undefined;
    try {
      await session.signOut();
    } catch (error) {
      // Where the session had ended already there is nothing left to end.
      if (this.user) this.signOutError = error as RequestError;
    } finally {
      this.signingOut = false;
    }
  }
}
