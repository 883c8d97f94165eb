import type { RequestHandler, Response } from 'express';
import { Problem } from '../problem.ts';
import type { Routes } from '../route.ts';
import type { Sessions } from '../session/sessions.ts';
import type { LiveSource } from '../sources/live.ts';
import { decodeQuery, parseInput } from './input.ts';
import { sendJson } from './respond.ts';

export interface ApiOptions {
  readonly routes: Routes;
  readonly sessions: Sessions;
  readonly live: LiveSource;
}

/** How long a request may take in all: Heroku's router gives up after 30 seconds. */
const requestDeadlineMs = 20_000;

/** `/api/<route>`: route lookup → session → input → source → projection → answer. */
export function apiHandler({ routes, sessions, live }: ApiOptions): RequestHandler {
  // A map has no inherited names: `/api/constructor` finds nothing.
  const declared = new Map(Object.entries(routes));
  return async function apiRoute(request, response) {
    const route = declared.get(request.path.slice(1));
    if (route === undefined) throw new Problem('not_found', 'There is no such route.');
    if (request.method !== 'GET') {
      throw new Problem('method_not_allowed', 'This route answers GET.', {
        headers: { Allow: 'GET' },
      });
    }
    const session = await sessions.use(request.headers.cookie);
    const input = parseInput(route.input, decodeQuery(route.input, queryString(request.url)));
    const { user } = session.record;
    const signal = AbortSignal.any([gone(response), AbortSignal.timeout(requestDeadlineMs)]);
    const query = route.select(input, user);
    const rows = await live.query(query, user, signal).catch(async (error: unknown) => {
      // Salesforce has ended the grant: a session without one would only disappoint again.
      if (error instanceof Problem && error.code === 'session_expired') {
        await sessions.end(session.key);
      }
      throw error;
    });
    sendJson(response, 200, route.answer(rows));
  };
}

/** Aborts when nobody waits for the answer any more. */
function gone(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

const queryString = (url: string): string => {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
};
