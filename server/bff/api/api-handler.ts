import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../problem.ts';
import type { Route, Routes } from '../route.ts';
import type { Sessions } from '../session/sessions.ts';
import type { IntegrationSource } from '../sources/integration.ts';
import type { LiveSource } from '../sources/live.ts';
import { decodeQuery, parseInput } from './input.ts';
import { sendJson, sendPublicJson } from './respond.ts';

export interface ApiOptions {
  readonly routes: Routes;
  readonly sessions: Sessions;
  readonly live: LiveSource;
  readonly integration: IntegrationSource;
}

/** How long a request may ask Salesforce for rows; with a refresh between, it ends within Heroku's 30 seconds. */
const requestDeadlineMs = 20_000;

/** `/api/<route>`: route lookup → session (a public route has none) → input → source → projection → answer. */
export function apiHandler(options: ApiOptions): RequestHandler {
  const { routes, sessions, live, integration } = options;
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
    const signal = patience(response);
    if (route.kind === 'publicQuery') {
      const rows = await integration.query(route.select(inputOf(route, request)), signal);
      sendPublicJson(request, response, route.answer(rows));
      return;
    }
    const session = await sessions.use(request.headers.cookie);
    const { user } = session.record;
    const query = route.select(inputOf(route, request), user);
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

/** @throws {Problem} `invalid_input` */
const inputOf = ({ input }: Route, { url }: Request): unknown =>
  parseInput(input, decodeQuery(input, queryString(url)));

/**
 * Aborts when the request has run out of time, or nobody waits for its answer any more.
 *
 * By hand, because `AbortSignal.any` over a time-out costs ten times as much and keeps memory.
 */
function patience(response: Response): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), requestDeadlineMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

const queryString = (url: string): string => {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
};
