import { createObserved, type Observed } from 'bff/observed';
import type { RequestError, Transport } from 'bff/transport';
import type { User } from '../../../../server/bff/index.ts';

/** Who is signed in, as far as the page knows. */
export interface SessionState {
  /** `undefined` until the server has answered, `null` where nobody is signed in. */
  readonly user: User | null | undefined;
  /** Somebody was signed in on this page, and no longer is. */
  readonly ended: boolean;
  /** Why it is not known who is signed in. */
  readonly error: RequestError | undefined;
}

/** What `GET /auth/session` answers; it does not extend the session. */
interface SessionAnswer {
  readonly user: User | null;
  readonly idleExpiresAt?: string;
  readonly expiresAt?: string;
}

export interface SessionOptions {
  readonly transport: Transport;
  readonly view?: Window;
  /** Leaves the page; by default for real. */
  readonly navigate?: (url: string) => void;
}

/** The session of the page: what it is as an observed value, and what can be done with it. */
export interface Session extends Observed<SessionState> {
  /** Asks the server who is signed in. Never rejects: what goes wrong is in the state's `error`. */
  read(): Promise<void>;
  /** Reads now, when the session should have run out, when the page comes back to the front, and when another tab signs out. The answer stops it. */
  watch(): () => void;
  /** Goes to sign in, and comes back to `returnTo` (by default to where the person is). */
  signIn(returnTo?: string): void;
  /** Ends the session here and at Salesforce. Rejects where the server could not. */
  signOut(): Promise<void>;
}

/** A timer of more than 2³¹ ms fires at once; a day is long enough to look again. */
const longestWait = 24 * 60 * 60 * 1000;

/** A clock that is fast sees every session as over: it must not ask without a pause. */
const shortestWait = 30_000;

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
  const { observed, publish } = createObserved<SessionState>({
    user: undefined,
    ended: false,
    error: undefined,
  });
  /** The same application in the browser's other tabs. */
  const otherTabs = new BroadcastChannel('bff-session');
  let timer: number | undefined;
  let latest = 0;

  function found(user: User | null) {
    const { user: known, ended } = observed.value;
    if (user === null) publish({ user, ended: ended || Boolean(known), error: undefined });
    else if (!isSame(user, known)) publish({ user, ended: false, error: undefined });
  }

  async function read(): Promise<void> {
    latest += 1;
    const turn = latest;
    if (observed.value.error) publish({ ...observed.value, error: undefined });
    try {
      // The middleware's own answer, of the contract's shape.
      const answer = (await transport.get('/auth/session')) as SessionAnswer;
      if (turn !== latest) return;
      found(answer.user);
      lookAgain(answer);
    } catch (error) {
      // Whoever is known to be signed in stays so: the next call will tell.
      if (turn !== latest || observed.value.user !== undefined) return;
      publish({ user: undefined, ended: false, error: error as RequestError });
    }
  }

  function lookAgain({ user, idleExpiresAt, expiresAt }: SessionAnswer) {
    view.clearTimeout(timer);
    const ends = [idleExpiresAt, expiresAt].flatMap((time) => (time ? [Date.parse(time)] : []));
    if (user === null || ends.length === 0) return;
    const wait = Math.min(...ends) - Date.now() + 1000;
    timer = view.setTimeout(read, Math.min(Math.max(wait, shortestWait), longestWait));
  }

  transport.onUnauthorized(() => {
    latest += 1;
    found(null);
  });

  return Object.assign(observed, {
    read,
    watch() {
      const returned = () => view.document.visibilityState === 'visible' && void read();
      // From the back-forward cache a page comes back as it was, whoever has signed out since.
      const shown = ({ persisted }: PageTransitionEvent) => persisted && void read();
      const toldByOther = () => void read();
      view.document.addEventListener('visibilitychange', returned);
      view.addEventListener('pageshow', shown);
      otherTabs.addEventListener('message', toldByOther);
      void read();
      return () => {
        view.clearTimeout(timer);
        view.document.removeEventListener('visibilitychange', returned);
        view.removeEventListener('pageshow', shown);
        otherTabs.removeEventListener('message', toldByOther);
      };
    },
    signIn(returnTo = view.location.pathname + view.location.search) {
      navigate(`/auth/login?${new URLSearchParams({ returnTo })}`);
    },
    async signOut() {
      const { redirectTo } = (await transport.post('/auth/logout')) as { redirectTo: string };
      latest += 1;
      publish({ user: null, ended: false, error: undefined });
      // A window beside this one is not hidden, and would go on showing what it has read.
      otherTabs.postMessage('signed out');
      navigate(redirectTo);
    },
  });
}

const isSame = (one: User, other: User | null | undefined): boolean =>
  one.id === other?.id && one.organizationId === other.organizationId;
