import { createObserved, type Observed } from 'bff/observed';
import type { RequestError, Transport } from 'bff/transport';
import type { SessionAnswer, User } from '../../../../server/bff/index.ts';
import { type Ending, endingOf } from './ending.ts';
import { identityOf } from './identityOf.ts';
import { whenInFront } from './whenInFront.ts';

export { identityOf } from './identityOf.ts';

/** Who is signed in, as far as the page knows. */
export interface SessionState {
  /** `undefined` until the server has answered, `null` where nobody is signed in. */
  readonly user: User | null | undefined;
  /** Somebody was signed in on this page, and no longer is. */
  readonly ended: boolean;
  /** Why the last look did not find out who is signed in. */
  readonly error: RequestError | undefined;
  /** The session's end, as soon as people are to be warned of it. */
  readonly ending: Ending | undefined;
}

export interface SessionOptions {
  readonly transport: Transport;
  readonly view?: Window;
  /** Leaves the page; by default for real. */
  readonly navigate?: (url: string) => void;
}

/** The session of the page: what it is as an observed value, and what can be done with it. */
export interface Session extends Observed<SessionState> {
  /** What time it is by the server's clock, in milliseconds. */
  now(): number;
  /** Asks the server who is signed in. Never rejects: what goes wrong is in the state's `error`. */
  read(): Promise<void>;
  /** Reads now, before and after the end, when the page comes back to the front, and when another tab knows otherwise. The answer stops it. */
  watch(): () => void;
  /** Begins the idle time anew. Rejects where the server could not. */
  extend(): Promise<void>;
  /** Goes to sign in, and comes back to `returnTo` (by default to where the person is). */
  signIn(returnTo?: string): void;
  /** Ends the session here and at Salesforce, `everywhere`: and all others of the person's. Rejects where the server could not. */
  signOut(which?: { everywhere?: true }): Promise<void>;
  /** Ends others of the person's sessions, or one of them. Rejects where the server could not. */
  endOther(which: { others: true } | { sessionId: string }): Promise<void>;
}

/** A timer of more than 2³¹ ms fires at once; a day is long enough to look again. */
const longestWait = 24 * 60 * 60 * 1000;

/** How soon to look again where it was not to be found out who is signed in. */
const retryMs = 30_000;

/** And where a look was cut off: the page may be about to go, or the computer about to be connected again. */
const cutOffMs = 1000;

const unknown: SessionState = {
  user: undefined,
  ended: false,
  error: undefined,
  ending: undefined,
};

/**
 * Makes the page's session.
 *
 * @example
 * export const session = createSession({ transport });
 * @wire(session) session?: SessionState; // in a component
 */
export function createSession({
  transport,
  view = window,
  navigate = (url) => view.location.assign(url),
}: SessionOptions): Session {
  const { observed, publish } = createObserved(unknown);
  /** The same application in the browser's other tabs. */
  const otherTabs = new BroadcastChannel('bff-session');
  let timer: number | undefined;
  /** The looks that were begun, and the last of them that nothing older can add to. */
  let looks = 0;
  let settled = 0;
  /** Whether the last one was cut off. */
  let isCutOff = false;
  /** How far the server's clock is ahead of this computer's. */
  let ahead = 0;

  /** Several reasons at once make one look. */
  function lookIn(ms: number) {
    view.clearTimeout(timer);
    timer = view.setTimeout(read, Math.min(ms, longestWait));
  }

  function know(state: Partial<SessionState>) {
    const { user } = observed.value;
    publish({ ...unknown, ...state });
    // A window beside this one is not hidden, and would go on showing what it has read.
    if (state.user !== user) otherTabs.postMessage(identityOf(state.user));
  }

  function found(answer: SessionAnswer) {
    const { user: known, ended } = observed.value;
    view.clearTimeout(timer);
    if (answer.user === null) {
      know({ user: null, ended: ended || Boolean(known) });
      return;
    }
    ahead = Date.parse(answer.answeredAt) - Date.now();
    const { ending, lookInMs } = endingOf(answer);
    // As long as it is the same person it stays the same object.
    const isKnown = identityOf(known) === identityOf(answer.user);
    know({ user: isKnown ? known : answer.user, ending });
    lookIn(lookInMs);
  }

  /** What happens otherwise says more than the looks that are on their way. */
  const overtake = (answer: SessionAnswer) => {
    settled = looks;
    found(answer);
  };

  async function read(): Promise<void> {
    looks += 1;
    const look = looks;
    const { user, error } = observed.value;
    if (user === undefined && error) publish(unknown);
    try {
      // The middleware's own answer, of the type that it declares.
      const answer = (await transport.get('/auth/session')) as SessionAnswer;
      if (look <= settled) return;
      settled = look;
      isCutOff = false;
      found(answer);
    } catch (cause) {
      if (look === looks && look > settled) failed(cause as RequestError);
    }
  }

  function failed(error: RequestError) {
    const wasCutOff = isCutOff;
    isCutOff = error.body.errorCode === 'network_error';
    const { user } = observed.value;
    if (user === null) return;
    if (isCutOff && !wasCutOff) {
      lookIn(cutOffMs);
      return;
    }
    // Whoever is known to be signed in stays so: nobody has said otherwise.
    publish({ ...observed.value, error });
    if (user) lookIn(retryMs);
  }

  transport.onAnswer(({ status, path }) => {
    if (status === 401) {
      overtake({ user: null });
    } else if (observed.value.ending && path.startsWith('/api/')) {
      // What the page does may have moved the end.
      lookIn(0);
    }
  });

  return Object.assign(observed, {
    now: () => Date.now() + ahead,
    read,
    watch() {
      const stop = whenInFront(view, () => lookIn(0));
      const told = ({ data }: MessageEvent) => {
        if (data !== identityOf(observed.value.user)) lookIn(0);
      };
      otherTabs.addEventListener('message', told);
      void read();
      return () => {
        view.clearTimeout(timer);
        otherTabs.removeEventListener('message', told);
        stop();
      };
    },
    async extend() {
      const answer = (await transport.post('/auth/session/extend')) as SessionAnswer;
      overtake(answer);
      otherTabs.postMessage('extended');
    },
    signIn(returnTo = view.location.pathname + view.location.search) {
      navigate(`/auth/login?${new URLSearchParams({ returnTo })}`);
    },
    async signOut(which: { everywhere?: true } = {}) {
      const { redirectTo } = (await transport.post('/auth/logout', which)) as {
        redirectTo: string;
      };
      settled = looks;
      know({ user: null });
      navigate(redirectTo);
    },
    async endOther(which: { others: true } | { sessionId: string }) {
      await transport.post('/auth/logout', which);
    },
  });
}
