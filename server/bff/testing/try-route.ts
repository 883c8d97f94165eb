import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { z } from 'zod';
import { apiHandler } from '../api/api-handler.ts';
import type { Route, RouteInput, RouteOutput, RouteRow, Routes } from '../route.ts';
import { soql } from '../soql.ts';
import { createIntegrationSource } from '../sources/integration.ts';
import { createLiveSource } from '../sources/live.ts';
import type { User } from '../user.ts';
import { userQuery } from '../user-query.ts';
import { type FakeSalesforce, fakeSalesforce, instanceUrl } from './fake-salesforce.ts';

/** Who asks where a test does not say: a user of no organization there is. */
export const someUser: User = {
  id: '005000000000001AAA',
  organizationId: '00D000000000001EAA',
  username: 'some.user@customer.example',
  name: 'Some User',
  email: 'some.user@customer.example',
};

interface Asking<R extends Route> {
  readonly input: RouteInput<R>;
  /** Default: {@link someUser}. */
  readonly user?: Partial<User>;
  /** Answers in the place of Salesforce. Default: one that finds `rows`. */
  readonly salesforce?: FakeSalesforce;
}

/** How a test calls a route: a query has `rows`, which it finds; none where they are left out. */
export type TryOptions<R extends Route> = R extends { readonly kind: 'command' }
  ? Asking<R>
  : Asking<R> & { readonly rows?: readonly (RouteRow<R> & object)[] };

export interface Tried<Output> {
  /** What leaves the server. */
  readonly output: Output;
  /** The text of every query that was sent. */
  readonly soql: readonly string[];
}

/**
 * Calls a route without a browser, a sign-in or a Salesforce: the server's own way from the address or
 * body to the answer, with the test in the place of Salesforce.
 *
 * @throws {Problem} what the route refuses, as the browser would be told
 * @throws whatever goes wrong in the route's own code, as it was thrown
 * @example
 * const { output, soql } = await tryRoute(myOrder, { input: { id }, rows: [{ Id: id, OrderNumber: '7' }] });
 * @example
 * const salesforce = fakeSalesforce({ fills: { case: { CaseNumber: '00001026' } } });
 * const { output } = await tryRoute(openCase, { input: { subject, description }, salesforce });
 * salesforce.created; // [{ name: 'case', sObject: 'Case', fields: { … } }]
 */
export async function tryRoute<R extends Route>(
  route: R,
  options: TryOptions<R>,
): Promise<Tried<RouteOutput<R>>> {
  const { input, user } = options;
  const rows = 'rows' in options ? (options.rows as readonly object[]) : [];
  const { salesforce = fakeSalesforce({ finds: [rows] }) } = options;
  let thrown: { readonly error: unknown } | undefined;
  const keepError: ErrorRequestHandler = (error, _request, response, _next) => {
    thrown = { error };
    response.status(500).end();
  };
  const app = express()
    .use('/api', apiOf(route, { ...someUser, ...user }, salesforce))
    .use(keepError);
  const server = createServer(app).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    // A server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(...requestFor(route, `http://127.0.0.1:${port}/api/tried`, input));
    const text = await answer.text();
    if (thrown) throw thrown.error;
    return { output: JSON.parse(text), soql: salesforce.asked };
  } finally {
    server.close();
    server.closeAllConnections();
    await salesforce.dispatcher.close();
  }
}

function apiOf(route: Route, user: User, { dispatcher }: FakeSalesforce) {
  const grant = {
    ...{ accessToken: 'none', refreshToken: undefined, instanceUrl, generation: '1' },
    ...{ rotates: false, ofOneSignIn: true, user },
  };
  const grants = { current: async () => grant, renew: async () => grant };
  const connecting = { grants, apiVersion: '66.0', dispatcher };
  const now = Date.now();
  const record = { user, createdAt: now, lastSeenAt: now, userAgent: '' };
  return apiHandler({
    routes: { ...refreshedBy(route), tried: route },
    sessions: { use: async () => ({ key: 'session', record }), end: async () => {} },
    live: createLiveSource(connecting),
    integration: createIntegrationSource(connecting),
  });
}

/** The queries that a command names, so that there are such. */
function refreshedBy(route: Route): Routes {
  const query = userQuery({
    input: z.object({}),
    output: z.object({}),
    select: () => soql`SELECT Id FROM Organization`,
    project: () => ({}),
  });
  const names = route.kind === 'command' ? route.refreshes : [];
  return Object.fromEntries(names.map((name) => [name, query]));
}

function requestFor(route: Route, address: string, input: unknown): [URL, RequestInit] {
  const url = new URL(address);
  const signal = AbortSignal.timeout(10_000);
  if (route.kind === 'command') {
    const headers = { 'content-type': 'application/json' };
    return [url, { method: 'POST', headers, body: JSON.stringify(input), signal }];
  }
  for (const [name, value] of Object.entries(input ?? {})) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  return [url, { signal }];
}
