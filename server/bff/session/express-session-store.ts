import session, { type SessionData } from 'express-session';
import { sessionKey } from './session-cookie.ts';
import type { SessionRecord } from './session-store.ts';
import type { Sessions } from './sessions.ts';

declare module 'express-session' {
  interface SessionData {
    /** Set once, at sign-in, and never changed. */
    record?: SessionRecord;
  }
}

type Done = (error?: unknown) => void;

/**
 * Lets express-session begin our sessions: it makes the id, the signature and the cookie.
 *
 * It stands before the callback alone; every other request reads its session directly. It emits no
 * `disconnect` and hands on no error code: at either, express-session would go on as if nobody were
 * signed in.
 */
export class ExpressSessionStore extends session.Store {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    super();
    this.#sessions = sessions;
  }

  /**
   * Never an earlier session: so every sign-in begins with a new id, whatever cookie came along.
   * (`regenerate` would do the same and then save twice: express-session does not see that the
   * session it makes there has been saved.)
   */
  override get(_id: string, done: (error: unknown, session: null) => void): void {
    done(null, null);
  }

  override set(id: string, session: SessionData, done: Done = () => undefined): void {
    if (session.record === undefined) {
      done(new Error('A session begins with a user'));
      return;
    }
    settle(this.#sessions.begin(sessionKey(id), session.record), done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    settle(this.#sessions.end(sessionKey(id)), done);
  }
}

function settle(work: Promise<void>, done: Done): void {
  work.then(
    () => done(),
    (error: unknown) => done(new Error('The session store failed', { cause: error })),
  );
}
