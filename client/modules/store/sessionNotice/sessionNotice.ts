import type { SessionState } from 'bff/session';
import type { RequestError } from 'bff/transport';
import { api, LightningElement, wire } from 'lwc';
import { session } from 'store/api';

/**
 * Warns before the session ends, and says that it has. It takes no focus and covers nothing that
 * somebody is typing into. Event `done`: the button that was pressed is gone.
 *
 * @see https://www.w3.org/WAI/WCAG22/Understanding/timing-adjustable.html
 */
export default class SessionNotice extends LightningElement {
  /** Whether the page itself says that the session has ended. */
  @api asksToSignIn = false;

  state: SessionState | undefined;
  /** A live region is read out when it changes, not when it comes. */
  isReady = false;
  isDismissed = false;
  isBusy = false;
  failure: RequestError | undefined;
  /** What is left to say when the warning has gone. */
  outcome = '';

  @wire(session)
  stateChanged(state: SessionState) {
    const isSameMatter = state.ended === this.state?.ended && (state.ending || state.ended);
    this.state = state;
    if (isSameMatter) return;
    this.isDismissed = false;
    this.failure = undefined;
  }

  override connectedCallback() {
    window.setTimeout(() => {
      this.isReady = true;
    });
  }

  /** What there is to say, and what can be done about it. */
  get subject() {
    const { ending, ended } = this.state ?? {};
    if (this.isDismissed) return undefined;
    if (ended) {
      const words = 'Your session has ended, and you have been signed out.';
      return this.asksToSignIn ? undefined : { words, label: 'Sign in', act: signIn };
    }
    if (!ending) return undefined;
    const when = inMinutes(ending.at - session.now());
    return ending.isIdle
      ? {
          words: `You will be signed out ${when}, as nothing has happened here for a while.`,
          label: 'Stay signed in',
          act: () => this.stay(),
        }
      : {
          words: `Your session ends ${when}, whatever happens here. Sign in again to go on.`,
          label: 'Sign in again',
          act: signIn,
        };
  }

  get look(): string {
    return this.subject ? 'shown' : '';
  }

  get words(): string {
    if (!this.isReady) return '';
    return this.subject?.words ?? this.outcome;
  }

  /** What is only there to be heard. */
  get wordsLook(): string {
    return this.subject ? '' : 'unseen';
  }

  act() {
    void this.subject?.act();
  }

  dismiss() {
    this.isDismissed = true;
    this.outcome = '';
    this.done();
  }

  async stay() {
    if (this.isBusy) return;
    this.isBusy = true;
    this.failure = undefined;
    try {
      await session.extend();
      this.outcome = 'You stay signed in.';
      this.done();
    } catch (error) {
      this.failure = error as RequestError;
    } finally {
      this.isBusy = false;
    }
  }

  done() {
    this.dispatchEvent(new CustomEvent('done'));
  }
}

const signIn = () => session.signIn();

function inMinutes(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'in less than a minute';
  return minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
}
