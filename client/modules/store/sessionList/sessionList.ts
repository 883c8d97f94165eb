import type { RequestError } from 'bff/transport';
import { LightningElement, wire } from 'lwc';
import { mySessions, type Result, session, standingApproval } from 'store/api';
import { sessionRows } from './sessionRows.ts';

/** The person's sessions in words, this one first, and the ways to end them. */
export default class SessionList extends LightningElement {
  @wire(mySessions, {}) sessions?: Result<typeof mySessions>;

  @wire(standingApproval, {}) approval?: Result<typeof standingApproval>;

  announcement = '';
  /** Whether the person is being asked if they mean it. */
  isAsking = false;
  isBusy = false;
  failure: RequestError | undefined;

  now = session.now();

  #again = () => {};
  #clock: number | undefined;

  override connectedCallback() {
    // A word such as "just now" does not stay true.
    this.#clock = window.setInterval(() => {
      this.now = session.now();
    }, 60_000);
  }

  override disconnectedCallback() {
    window.clearInterval(this.#clock);
  }

  get rows() {
    const { data } = this.sessions ?? {};
    return data && sessionRows(data, this.now);
  }

  get hasOthers(): boolean {
    return this.sessions?.data?.some(({ current }) => !current) ?? false;
  }

  /** What else ends with all sessions. */
  get hasApproved(): boolean {
    return this.approval?.data?.approved ?? false;
  }

  end(event: Event & { readonly currentTarget: HTMLElement }) {
    const { id } = event.currentTarget.dataset;
    const row = this.rows?.find((one) => one.id === id);
    if (!row) return;
    if (row.current) void this.run(() => session.signOut());
    else {
      const ended = `You are signed out of ${row.device}`;
      void this.run(() => session.endOther({ sessionId: row.id }).catch(unlessGone), ended);
    }
  }

  endOthers() {
    const ended = 'You are signed out of every browser but this one';
    void this.run(() => session.endOther({ others: true }), ended);
  }

  endAll() {
    void this.run(() => session.signOut({ everywhere: true }));
  }

  ask() {
    this.isAsking = true;
    requestAnimationFrame(() => this.focusOn('.question'));
  }

  cancel() {
    this.isAsking = false;
    this.focusOn('.everywhere');
  }

  keyPressed(event: KeyboardEvent) {
    if (event.key === 'Escape') this.cancel();
  }

  /** Does something once, says what came of it, and reads the list again; for one that was this session's end there is no need. */
  async run(work: () => Promise<void>, announcement?: string) {
    if (this.isBusy) return;
    this.#again = () => void this.run(work, announcement);
    this.isBusy = true;
    this.failure = undefined;
    this.announcement = '';
    try {
      await work();
      if (!announcement) return;
      await this.sessions?.refresh();
      this.announcement = announcement;
      // The button that was pressed is gone.
      this.focusOn('h2');
    } catch (error) {
      this.failure = error as RequestError;
    } finally {
      this.isBusy = false;
    }
  }

  focusOn(selector: string) {
    this.template?.querySelector<HTMLElement>(selector)?.focus();
  }

  tryAgain() {
    this.#again();
  }

  readAgain() {
    void this.sessions?.refresh();
  }
}

/** What has ended meanwhile has ended. */
function unlessGone(error: RequestError): void {
  if (error.body.errorCode !== 'not_found') throw error;
}
