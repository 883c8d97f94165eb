import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { parseInput } from '../api/input.ts';
import { sendJson } from '../api/respond.ts';
import type { Logger } from '../logger.ts';
import type { Measure } from '../measure.ts';
import { Problem } from '../problem.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import type { SessionCookie } from '../session/session-cookie.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SignOut } from '../session/sign-out.ts';

export interface LogoutOptions {
  readonly appUrl: URL;
  readonly oauth: OAuthClient;
  readonly sessions: Sessions;
  readonly signOut: SignOut;
  readonly cookie: SessionCookie;
  /** Whether the browser's Salesforce session ends too: otherwise the next click signs the same person in again. */
  readonly signOutOfSalesforce: boolean;
  readonly log: Logger;
  readonly measure: Measure;
}

const Body = z
  .strictObject({
    everywhere: z.boolean().optional(),
    others: z.boolean().optional(),
    sessionId: z.string().optional(),
  })
  .refine(
    ({ everywhere, others, sessionId }) =>
      [everywhere, others, sessionId !== undefined].filter(Boolean).length <= 1,
    { message: 'give one of everywhere, others and sessionId' },
  );

/** `POST /auth/logout`: ends this session, all of the person's, all but this one, or one of theirs by its handle. */
export function logout(options: LogoutOptions): RequestHandler {
  const { sessions, signOut, cookie, log, measure } = options;

  function done(request: Request, how: Parameters<Measure['signOut']>[0]): void {
    measure.signOut(how);
    log.info({ event: 'sign_out', requestId: request.id, how });
  }

  return async function logoutHandler(request, response) {
    const { everywhere, others, sessionId } = parseInput(Body, request.body ?? {});
    if (others) {
      const { key, record } = await sessions.require(request.headers.cookie);
      await signOut.others(record.user, key);
      done(request, 'others');
      sendJson(response, 200, { redirectTo: '/' });
      return;
    }
    const current = await sessions.find(request.headers.cookie);
    if (sessionId !== undefined && sessionId !== current?.key) {
      await endOther(request, sessionId);
      sendJson(response, 200, { redirectTo: '/' });
      return;
    }
    if (current === undefined) {
      // One that only another release can read, as during a deploy, ends as well.
      const key = cookie.keyFrom(request.headers.cookie);
      if (key !== undefined) await sessions.end(key);
    } else {
      await (everywhere ? signOut.everywhere(current.record.user) : signOut.session(current.key));
      done(request, everywhere ? 'everywhere' : 'here');
    }
    response.clearCookie(cookie.name, {
      path: '/',
      secure: cookie.secure,
      httpOnly: true,
      sameSite: 'strict',
    });
    // Not "cookies": that would take those of every application on the same domain.
    response.set('Clear-Site-Data', '"cache", "storage"');
    sendJson(response, 200, { redirectTo: await afterwards(current !== undefined) });
  };

  async function endOther(request: Request, sessionId: string): Promise<void> {
    const { record } = await sessions.require(request.headers.cookie);
    const own = await sessions.list(record.user);
    if (!own.some(({ key }) => key === sessionId)) {
      throw new Problem('not_found', 'There is no such session.');
    }
    await signOut.session(sessionId);
    done(request, 'another');
  }

  /** Salesforce being away keeps nobody signed in, and nobody waiting. */
  async function afterwards(wasSignedIn: boolean): Promise<string> {
    if (!options.signOutOfSalesforce || !wasSignedIn) return '/';
    const url = await options.oauth
      .endSessionUrl(new URL('/', options.appUrl))
      .catch(() => undefined);
    return url?.href ?? '/';
  }
}
