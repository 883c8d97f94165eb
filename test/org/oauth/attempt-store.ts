import { randomBytes } from 'node:crypto';
import type { AuthorizeRequest } from './authorize-request.ts';
import { keepNewest } from './keep-newest.ts';

/** A request that waits for somebody to sign in or to decide. */
export interface Attempt {
  readonly id: string;
  readonly request: AuthorizeRequest;
  /** The browser that asked; another one's form is refused (login CSRF). */
  readonly browser: string;
  /** The address of the request, for starting it anew with another username. */
  readonly address: string;
  /** Set once the user has signed in for this attempt, which satisfies `prompt=login`. */
  signedIn: boolean;
  /** Whom "Allow access?" was shown to. */
  askedUserId: string | null;
  readonly expiresAt: number;
}

const lifetime = 15 * 60 * 1000;
const limit = 1000;

/** Attempts by an unguessable id, which serves their forms as anti-forgery token. */
export function createAttemptStore(clock: () => number) {
  const attempts = new Map<string, Attempt>();
  return {
    open(attempt: Pick<Attempt, 'request' | 'browser' | 'address'>): Attempt {
      const id = randomBytes(24).toString('base64url');
      const opened = {
        ...attempt,
        id,
        signedIn: false,
        askedUserId: null,
        expiresAt: clock() + lifetime,
      };
      attempts.set(id, opened);
      keepNewest(attempts, limit);
      return opened;
    },
    find(id: string | undefined, browser: string): Attempt | undefined {
      const attempt = attempts.get(id ?? '');
      return attempt && attempt.browser === browser && attempt.expiresAt > clock()
        ? attempt
        : undefined;
    },
    close: (attempt: Attempt) => void attempts.delete(attempt.id),
    reset: () => attempts.clear(),
  };
}

export type AttemptStore = ReturnType<typeof createAttemptStore>;
