import type { RequestHandler } from 'express';
import { sendJson } from '../api/respond.ts';
import type { KeyedSession } from '../session/session-store.ts';
import type { Sessions } from '../session/sessions.ts';
import type { User } from '../user.ts';

/** Who is signed in, and until when. */
export type SessionAnswer = { readonly user: null } | LivingSession;

/** Times are ISO 8601, by the server's clock. */
export interface LivingSession {
  readonly user: User;
  /** When this was true: browsers' clocks are not to be relied upon. */
  readonly answeredAt: string;
  /** When the session ends if nothing is asked before; never after `expiresAt`. */
  readonly idleExpiresAt: string;
  /** When it ends in any case. */
  readonly expiresAt: string;
  /** How long it may be idle. */
  readonly idleSeconds: number;
}

/** One of the person's sessions. */
export interface OwnSession {
  /** A handle for ending it, not the cookie's value. */
  readonly id: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly userAgent: string;
}

/** `GET /auth/session`: who is signed in and until when. Asking does not extend the session. */
export function session(sessions: Sessions): RequestHandler {
  return async function sessionHandler(request, response) {
    const found = await sessions.find(request.headers.cookie);
    const nobody: SessionAnswer = { user: null };
    sendJson(response, 200, found === undefined ? nobody : living(sessions, found));
  };
}

/** `POST /auth/session/extend`: begins the idle time anew, and answers as `GET /auth/session` does. */
export function extendSession(sessions: Sessions): RequestHandler {
  return async function extendSessionHandler(request, response) {
    sendJson(response, 200, living(sessions, await sessions.extend(request.headers.cookie)));
  };
}

/** `GET /auth/sessions`: the person's own sessions, this one marked. */
export function ownSessions(sessions: Sessions): RequestHandler {
  return async function ownSessionsHandler(request, response) {
    const current = await sessions.require(request.headers.cookie);
    const all = await sessions.list(current.record.user);
    const answer: OwnSession[] = all.map(({ key, record }) => ({
      id: key,
      current: key === current.key,
      createdAt: iso(record.createdAt),
      lastSeenAt: iso(record.lastSeenAt),
      userAgent: record.userAgent,
    }));
    sendJson(response, 200, answer);
  };
}

function living(sessions: Sessions, { record }: KeyedSession): LivingSession {
  const { now, idleExpiresAt, expiresAt, idleMs } = sessions.times(record);
  return {
    user: record.user,
    answeredAt: iso(now),
    idleExpiresAt: iso(idleExpiresAt),
    expiresAt: iso(expiresAt),
    idleSeconds: idleMs / 1_000,
  };
}

const iso = (time: number): string => new Date(time).toISOString();
