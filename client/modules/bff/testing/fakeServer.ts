import { createTransport, type Transport } from 'bff/transport';
import type { ProblemCode, RouteInput, RouteOutput, Routes } from '../../../../server/bff/index.ts';
import { type Answer, type ProblemMembers, problem, responseOf } from './answer.ts';
import { settled } from './settled.ts';

/** One call that the page has made. It waits for its answer as long as nothing was told beforehand. */
export interface Call {
  readonly url: string;
  readonly init: RequestInit;
  /** A `Response` where the answer is none that a server means, such as one that breaks off. */
  answer(answer: Answer | Response): Promise<void>;
  /** Breaks the connection: `new TypeError('Failed to fetch')` is what browsers say. */
  fail(error: Error): Promise<void>;
}

/** What a route is sent: a command JSON, a query the text that stands in its address. */
export type Sent<R> = R extends { readonly kind: 'command' }
  ? RouteInput<R>
  : { readonly [Name in keyof RouteInput<R>]?: string };

interface AnswerOptions<Name extends string> {
  /** How long the answer takes, in milliseconds. Default 0. */
  readonly delayMs?: number;
  /** The queries that a command's answer calls untrue. */
  readonly refreshes?: readonly Name[];
}

/** A server that a test plays, in the place of the network. */
export interface FakeServer<R extends Routes> {
  /** For `vi.stubGlobal('fetch', server.fetch)`, where a page makes its own transport. */
  readonly fetch: typeof globalThis.fetch;
  /** The transport that pages have, over this server: for `createApi`. */
  readonly transport: Transport;
  /** Every call so far, in order. */
  readonly calls: readonly Call[];
  /** The latest call. @throws {Error} when there was none */
  readonly last: Call;
  /** What a route was sent, call by call. */
  sentTo<Name extends keyof R & string>(route: Name): readonly Sent<R[Name]>[];
  /** From now on the route answers so; a function is given what was sent. */
  answer<Name extends keyof R & string>(
    route: Name,
    output: RouteOutput<R[Name]> | ((sent: Sent<R[Name]>) => RouteOutput<R[Name]>),
    options?: AnswerOptions<keyof R & string>,
  ): void;
  /** From now on the route answers with a problem. */
  refuse(
    route: keyof R & string,
    status: number,
    code: ProblemCode,
    members?: ProblemMembers & { readonly delayMs?: number },
  ): void;
  /** Answers every later call by its URL, but for the routes that were told what to answer. */
  answering(answers: (url: string) => Answer): void;
}

/**
 * A server without a network, for the tests of components: its routes answer what the test says, at
 * once or when the test wants. Everything above the network is the page's own.
 *
 * @typeParam R the type of the server's routes object
 * @example
 * const server = createFakeServer<StorefrontRoutes>();
 * server.answer('myOrders', { items: [], next: null });
 * const api = createApi<StorefrontRoutes>({ transport: server.transport, session });
 * await api.query('myOrders')({ status: 'Shipped' });
 * server.sentTo('myOrders'); // [{ status: 'Shipped' }]
 */
export function createFakeServer<R extends Routes = Routes>(): FakeServer<R> {
  const calls: Call[] = [];
  const told = new Map<string, { delayMs: number; answer: (sent: unknown) => Answer }>();
  let others: ((url: string) => Answer) | undefined;

  function fetch(address: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = String(address);
    return new Promise((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      calls.push({
        url,
        init,
        async answer(answer) {
          resolve(answer instanceof Response ? answer : responseOf(answer));
          await settled();
        },
        async fail(error) {
          reject(error);
          await settled();
        },
      });
      const rule = told.get(routeOf(url));
      if (rule) setTimeout(() => resolve(responseOf(rule.answer(sent(url, init)))), rule.delayMs);
      else if (others) resolve(responseOf(others(url)));
    });
  }

  return {
    fetch,
    transport: createTransport({ fetch }),
    calls,
    get last() {
      const call = calls.at(-1);
      if (!call) throw new Error('Nothing was fetched');
      return call;
    },
    sentTo: (route) =>
      calls
        .filter(({ url }) => routeOf(url) === route)
        // What the route takes, as the page's own types have made sure.
        .map(({ url, init }) => sent(url, init) as never),
    answer(route, output, { delayMs = 0, refreshes = [] } = {}) {
      const headers = { 'X-BFF-Refreshes': refreshes.join(', ') };
      told.set(route, {
        delayMs,
        answer: (input) => ({
          body: isFunction(output) ? output(input) : output,
          ...(refreshes.length > 0 ? { headers } : {}),
        }),
      });
    },
    refuse(route, status, code, { delayMs = 0, ...members } = {}) {
      told.set(route, { delayMs, answer: () => problem(status, code, members) });
    },
    answering(answers) {
      others = answers;
    },
  };
}

/** JSON has no functions. */
const isFunction = (value: unknown): value is (input: unknown) => unknown =>
  typeof value === 'function';

/** `myOrders` of `/api/myOrders?status=Draft`; no route's name elsewhere. */
const routeOf = (url: string): string => /^\/api\/([^?]*)/.exec(url)?.[1] ?? '';

const sent = (url: string, { method, body }: RequestInit): unknown =>
  method === 'POST'
    ? JSON.parse(String(body))
    : Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? ''));
