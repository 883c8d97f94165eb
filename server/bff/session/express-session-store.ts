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
 * Lets express-session begin and end our sessions.
 *
 * It only ever sees them at sign-in and sign-out. It emits no `disconnect` and hands on no error code:
 * at either, express-session would go on as if nobody were signed in.
 */
export class ExpressSessionStore extends session.Store {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    super();
    this.#sessions = sessions;
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#sessions.read(sessionKey(id)).then(
      (record) =>
        done(null, record === undefined ? null : { cookie: new session.Cookie(), record }),
      (error: unknown) => done(storeFailed(error)),
    );
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
    (error: unknown) => done(storeFailed(error)),
  );
}

const storeFailed = (cause: unknown) => new Error('The session store failed', { cause });
