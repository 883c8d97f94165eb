import type { RequestHandler } from 'express';
import { sendJson } from '../api/respond.ts';
import type { Sessions } from '../session/sessions.ts';

/** `GET /auth/session`: who is signed in and until when. Asking does not extend the session. */
export function session(sessions: Sessions): RequestHandler {
  return async function sessionHandler(request, response) {
    const found = await sessions.find(request.headers.cookie);
    if (found === undefined) {
      sendJson(response, 200, { user: null });
      return;
    }
    const { idleExpiresAt, expiresAt } = sessions.expiry(found.record);
    sendJson(response, 200, {
      user: found.record.user,
      idleExpiresAt: new Date(idleExpiresAt).toISOString(),
      expiresAt: new Date(expiresAt).toISOString(),
    });
  };
}

/** `GET /auth/sessions`: the person's own sessions, this one marked. */
export function ownSessions(sessions: Sessions): RequestHandler {
  return async function ownSessionsHandler(request, response) {
    const current = await sessions.require(request.headers.cookie);
    const all = await sessions.list(current.record.user);
    sendJson(
      response,
      200,
      all.map(({ key, record }) => ({
        id: key,
        current: key === current.key,
        createdAt: new Date(record.createdAt).toISOString(),
        lastSeenAt: new Date(record.lastSeenAt).toISOString(),
        userAgent: record.userAgent,
      })),
    );
  };
}
