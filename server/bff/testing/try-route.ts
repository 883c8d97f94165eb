import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import type { SqlStatement } from '../queries/sql.ts';
import type { Route, RouteInput, RouteOutput, RouteRow } from '../routes/route.ts';
import type { ReplicaSource } from '../sources/replica.ts';
import type { User } from '../user.ts';
import { apiOverFakes } from './api-over-fakes.ts';
import { type FakeSalesforce, fakeSalesforce } from './fake-salesforce.ts';

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

interface AskingRows<R extends Route> extends Asking<R> {
  /** What the query finds. Default: nothing. */
  readonly rows?: readonly (RouteRow<R> & object)[];
}

interface AskingReplica<R extends Route> extends AskingRows<R> {
  /** What Salesforce says of the user: the record that the replica's predicates want to know. */
  readonly facts: object;
}

/** How a test calls a route of each kind. */
export type TryOptions<R extends Route> = R extends { readonly kind: 'command' }
  ? Asking<R>
  : R extends { readonly kind: 'replicaQuery' }
    ? AskingReplica<R>
    : AskingRows<R>;

export interface Tried<Output> {
  /** What leaves the server. */
  readonly output: Output;
  /** The text of every query that was sent to Salesforce. */
  readonly soql: readonly string[];
  /** What was sent to Postgres. */
  readonly sql: readonly SqlStatement[];
}

/**
 * Calls a route without a browser, a sign-in, a Salesforce or a Postgres: the server's own way from the
 * address or body to the answer, with the test in the place of whoever has the data.
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
  const asksReplica = 'facts' in options;
  const finds = asksReplica ? [[options.facts]] : [rows];
  const { salesforce = fakeSalesforce({ finds }) } = options;
  const sql: SqlStatement[] = [];
  const replica: ReplicaSource = {
    async query(statement) {
      sql.push(statement);
      return rows;
    },
    async close() {},
  };
  let thrown: { readonly error: unknown } | undefined;
  const keepError: ErrorRequestHandler = (error, _request, response, _next) => {
    thrown = { error };
    response.status(500).end();
  };
  const app = express()
    .use('/api', apiOverFakes(route, { user: { ...someUser, ...user }, salesforce, replica }))
    .use(keepError);
  const server = createServer(app).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    // A server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(...requestFor(route, `http://127.0.0.1:${port}/api/tried`, input));
    const text = await answer.text();
    if (thrown) throw thrown.error;
    return { output: JSON.parse(text), soql: salesforce.asked, sql };
  } finally {
    server.close();
    server.closeAllConnections();
    await salesforce.dispatcher.close();
  }
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
