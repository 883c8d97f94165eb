import type { Request, RequestHandler, Response } from 'express';
import { createReadJsonBody } from '../middleware/json-body.ts';
import { Problem } from '../problem.ts';
import { NoLiteral } from '../queries/no-literal.ts';
import type { PublicQuery } from '../routes/public-query.ts';
import type { ReplicaQuery } from '../routes/replica-query.ts';
import type { Route, Routes } from '../routes/route.ts';
import type { UserQuery } from '../routes/user-query.ts';
import { CircuitOpen } from '../salesforce/circuits.ts';
import type { Sessions } from '../session/sessions.ts';
import type { IntegrationSource } from '../sources/integration.ts';
import type { LiveSource } from '../sources/live.ts';
import type { ReplicaSource } from '../sources/replica.ts';
import { createReplicaQueries } from '../sources/replica-queries.ts';
import type { UserFactsSource } from '../sources/user-facts.ts';
import type { User } from '../user.ts';
import { decodeQuery, parseInput } from './input.ts';
import { patience } from './patience.ts';
import { createPublicAnswers } from './public-answers.ts';
import { sendJson, sendPublicJson } from './respond.ts';

export interface ApiOptions {
  readonly routes: Routes;
  readonly sessions: Pick<Sessions, 'use' | 'end'>;
  readonly live: LiveSource;
  readonly integration: IntegrationSource;
  readonly facts: UserFactsSource;
  /** Absent where no database is configured. */
  readonly replica: Pick<ReplicaSource, 'query'> | undefined;
}

/** Some ten times what the longest text of a record in Salesforce takes. */
const readBody = createReadJsonBody(400_000);

/**
 * `/api/<route>`: route lookup → session (a public route has none) → input → source → projection → answer.
 *
 * @throws {TypeError} when a command refreshes what is no query
 */
export function apiHandler(options: ApiOptions): RequestHandler {
  const { routes, sessions, live, integration, facts } = options;
  const replica = options.replica && createReplicaQueries(options.replica);
  // A map has no inherited names: `/api/constructor` finds nothing.
  const declared = new Map(Object.entries(routes));
  checkRefreshes(declared);
  const publicAnswers = createPublicAnswers(integration);

  return (request, response) =>
    apiRoute(request, response).catch((thrown: unknown) => {
      throw asError(thrown);
    });

  async function apiRoute(request: Request, response: Response): Promise<void> {
    const route = declared.get(request.path.slice(1));
    if (route === undefined) throw new Problem('not_found', 'There is no such route.');
    requireMethod(request, route.kind === 'command' ? 'POST' : 'GET');
    if (route.kind === 'publicQuery') {
      const input = parametersOf(route, request);
      const answer = await publicAnswers.answer(route, input, patience(response));
      sendPublicJson(request, response, answer);
      return;
    }
    const { key, record } = await sessions.use(request.headers.cookie);
    const answer = await answerTo(route, record.user, request, response).catch(
      async (error: unknown) => {
        // Salesforce has ended the grant: a session without one would only disappoint again.
        if (error instanceof Problem && error.code === 'session_expired') await sessions.end(key);
        if (mayBeDone(error)) nameRefreshes(route, response);
        throw error;
      },
    );
    nameRefreshes(route, response);
    sendJson(response, 200, answer);
  }

  async function answerTo(
    route: Exclude<Route, PublicQuery>,
    user: User,
    request: Request,
    response: Response,
  ): Promise<unknown> {
    switch (route.kind) {
      case 'userQuery': {
        const query = route.select(parametersOf(route, request), user);
        const asking = { signal: patience(response), fresh: wantsFresh(request) };
        return route.answer(await live.query(query, user, asking));
      }
      case 'replicaQuery': {
        if (replica === undefined) {
          throw new Problem('not_configured', 'The shop does not show this yet.');
        }
        const input = parametersOf(route, request);
        const asking = { signal: patience(response), fresh: wantsFresh(request) };
        const known = await facts.know(user, route.facts, asking.signal);
        return route.answer(await replica.query(route.select(input, known), user, asking));
      }
      case 'command': {
        const input = parseInput(route.input, await readBody(request));
        return live.act(user, patience(response, { untilDone: true }), (salesforce) =>
          route.run(input, { user, salesforce }),
        );
      }
    }
  }
}

/** What Express takes for an error: the words "route" and "router" are directions to it, and nothing is none. */
function asError(thrown: unknown): object {
  if (typeof thrown !== 'object' || thrown === null) {
    return new TypeError('What a route has thrown is no error', { cause: thrown });
  }
  try {
    return thrown instanceof NoLiteral ? notAsked(thrown) : thrown;
  } catch {
    // A `Proxy` whose traps throw: it goes where nothing of it is trusted.
    return thrown;
  }
}

/** No query was sent: something in the input passes the route's schema and has no place in a query. */
const notAsked = (cause: NoLiteral) =>
  new Problem('invalid_input', 'There is something in it that the data cannot have.', { cause });

function checkRefreshes(declared: ReadonlyMap<string, Route>): void {
  for (const [name, route] of declared) {
    const wrong =
      route.kind === 'command' &&
      route.refreshes.find((query) => (declared.get(query)?.kind ?? 'command') === 'command');
    if (wrong) throw new TypeError(`The command ${name} refreshes ${wrong}, which is no query`);
  }
}

/** What is no longer true once a command is done: the page reads it again. */
function nameRefreshes(route: Route, response: Response): void {
  if (route.kind === 'command') response.setHeader('X-BFF-Refreshes', route.refreshes.join(', '));
}

/** Whether a command may have been done although it did not end well: not when its first call was not made. */
const mayBeDone = (error: unknown): boolean =>
  !(error instanceof Problem) ||
  (['salesforce_unavailable', 'internal'].includes(error.code) &&
    !(error.cause instanceof CircuitOpen));

function requireMethod(request: Request, method: string): void {
  if (request.method === method) return;
  throw new Problem('method_not_allowed', `This route answers ${method}.`, {
    headers: { Allow: method },
  });
}

/** @throws {Problem} `invalid_input` */
const parametersOf = (
  { input }: UserQuery | PublicQuery | ReplicaQuery,
  { url }: Request,
): unknown => parseInput(input, decodeQuery(input, queryString(url)));

/** As a page says that reads again: an answer which somebody else waits for already might be too old. */
const wantsFresh = ({ headers }: Request): boolean =>
  /\bno-cache\b/i.test(headers['cache-control'] ?? '');

const queryString = (url: string): string => {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
};
