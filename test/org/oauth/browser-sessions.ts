import { randomBytes } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { keepNewest } from './keep-newest.ts';

/** Somebody signed in to the org itself with this browser. */
export interface BrowserSession {
  readonly userId: string;
  /** Seconds. */
  readonly authTime: number;
  readonly expiresAt: number;
}

const limit = 1000;
const sessionCookie = 'sid_org';
const browserCookie = 'browser_org';

// Lax: the cookie must arrive when the application sends the browser here, and must not when
// another site posts one of our forms. No Secure: the org speaks http on loopback only.
const cookieOptions: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/' };

function cookieOf(req: Request, name: string): string | undefined {
  return parseCookie(req.headers.cookie ?? '')[name];
}

/** The org's own browser sessions, and the mark by which it knows a browser's forms again. */
export function createBrowserSessions(options: { clock: () => number; seconds: () => number }) {
  const sessions = new Map<string, BrowserSession>();
  return {
    current(req: Request): BrowserSession | undefined {
      const session = sessions.get(cookieOf(req, sessionCookie) ?? '');
      return session && session.expiresAt > options.clock() ? session : undefined;
    },

    /** Always a new id: one that the browser brought along is never adopted. */
    start(req: Request, res: Response, userId: string): BrowserSession {
      sessions.delete(cookieOf(req, sessionCookie) ?? '');
      const id = randomBytes(32).toString('base64url');
      const now = options.clock();
      const session = {
        userId,
        authTime: Math.floor(now / 1000),
        expiresAt: now + options.seconds() * 1000,
      };
      sessions.set(id, session);
      keepNewest(sessions, limit);
      res.cookie(sessionCookie, id, cookieOptions);
      return session;
    },

    end(req: Request, res: Response): void {
      sessions.delete(cookieOf(req, sessionCookie) ?? '');
      res.clearCookie(sessionCookie, cookieOptions);
    },

    /**
     * Marks the browser, signed in or not. It outlives the sign-in, so that two tabs that show
     * the form can both be sent.
     */
    mark(req: Request, res: Response): string {
      const known = cookieOf(req, browserCookie);
      if (known && /^[\w-]{43}$/.test(known)) return known;
      const mark = randomBytes(32).toString('base64url');
      res.cookie(browserCookie, mark, cookieOptions);
      return mark;
    },

    reset: () => sessions.clear(),
  };
}

export type BrowserSessions = ReturnType<typeof createBrowserSessions>;
