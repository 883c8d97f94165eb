import express from 'express';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { z } from 'zod';
import {
  command,
  errorHandler,
  Problem,
  type ProblemCode,
  publicQuery,
  type Route,
  soql,
  userQuery,
} from '../../server/bff/index.ts';
import { requestId } from '../../server/bff/middleware/request-id.ts';
import { apiOverFakes } from '../../server/bff/testing/api-over-fakes.ts';
import { fakeSalesforce, someUser } from '../../server/bff/testing/index.ts';
import { expectProblem } from './answers.ts';
import { forAll } from './for-all.ts';
import { anything, hostileText } from './hostile-text.ts';
import { listen } from './listen.ts';

/** What nobody outside may read. */
const secret = 'private-7f3a9c';

/** Throws what is to be thrown: some of it fails while it is made. */
type Throw = () => never;
const thrown = new Map<string, Throw>();
const throwCase = (name: string): never => {
  const what = thrown.get(name);
  if (what === undefined) throw new Error(`There is no case ${name}`);
  return what();
};

const input = z.object({ case: z.string() });
const output = z.object({});
const project = () => ({});
/** Where code of a route's author runs. */
const routes: Readonly<Record<string, Route>> = {
  select: userQuery({ input, output, project, select: ({ case: name }) => throwCase(name) }),
  pick: publicQuery({
    ...{ input, output, project, cacheSeconds: 1_000 },
    select: () => soql`SELECT Id FROM Product2`,
    pick: (_rows, { case: name }) => throwCase(name),
  }),
  run: command({ input, output, run: async ({ case: name }) => throwCase(name) }),
};

const salesforce = fakeSalesforce();
const replica = { query: async () => [], close: async () => {} };
const logged = new Map<string, object>();
const log = pino(
  { level: 'info' },
  {
    write(text) {
      const line = JSON.parse(text);
      logged.set(line.requestId, line);
    },
  },
);
const app = express().disable('x-powered-by').use(requestId());
for (const [name, route] of Object.entries(routes)) {
  app.use(`/api/${name}`, apiOverFakes(route, { user: someUser, salesforce, replica }));
}
app.use('/now', ({ query }) => throwCase(String(query.case)));
app.use('/later', async ({ query }) => throwCase(String(query.case)));
app.use(errorHandler(log));

let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  server = await listen(app);
});
afterAll(async () => {
  await server.stop();
  await salesforce.dispatcher.close();
});

let cases = 0;
/** What is answered when a piece of code throws, and what the log says of it. */
async function answerTo(place: string, what: Throw) {
  const name = String(++cases);
  thrown.set(name, what);
  const id = `request-${name}`;
  const [method, path, body] =
    place === 'run'
      ? ['POST', '/api/run/tried', JSON.stringify({ case: name })]
      : ['GET', `${place.startsWith('/') ? place : `/api/${place}/tried`}?case=${name}`, ''];
  const answer = await server.connections.send(
    `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: ${id}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const line = logged.get(id);
  thrown.delete(name);
  logged.delete(id);
  return { answer, line };
}

const throwing =
  (value: unknown): Throw =>
  () => {
    throw value;
  };
const explode = () => {
  throw new Error(`${secret} in a trap`);
};

/** Properties that are read of errors here or there. */
const readProperties = [
  ...['message', 'name', 'stack', 'cause', 'status', 'statusCode', 'type', 'code', 'errorCode'],
  ...[
    'headers',
    'errors',
    'detail',
    'title',
    'expose',
    'constructor',
    'toString',
    'toJSON',
    'then',
  ],
];

const mark = hostileText.map((text) => text + secret);
const oddValue = fc.oneof(
  mark,
  fc.constantFrom<unknown>(
    ...[undefined, null, 400, 404, 413, 499, 500, '400', Number.NaN, -1, 1e9],
  ),
  fc.constantFrom<unknown>(
    'entity.too.large',
    'INVALID_SESSION_ID',
    'session_expired',
    'OAuthFailure',
  ),
  fc.constantFrom<unknown>(10n, Symbol(secret), explode, { toString: explode, toJSON: explode }),
);

const constructors = [Error, TypeError, RangeError, SyntaxError];
const error = fc
  .tuple(
    fc.constantFrom(...constructors),
    mark,
    fc.dictionary(fc.constantFrom(...readProperties), oddValue, { maxKeys: 4 }),
    fc.subarray(readProperties, { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([Kind, message, properties, traps, frozen]) => {
    const made = new Kind(message, { cause: new Error(secret) });
    for (const [name, value] of Object.entries(properties)) {
      Object.defineProperty(made, name, { value, configurable: true });
    }
    for (const name of traps) Object.defineProperty(made, name, { get: explode });
    return frozen ? Object.freeze(made) : made;
  });

/** What fast-check must not look into while it shows what has failed. */
const unseen = (shown: string, make: () => unknown) =>
  Object.assign(make, { [fc.toStringMethod]: () => shown });

const targets = [new Error(secret), {}, () => {}, new Problem('conflict', 'No.'), []];
/** Each trap explodes, or sends whoever falls into it elsewhere. */
const trapped = fc
  .tuple(
    fc.nat({ max: targets.length - 1 }),
    fc.subarray(['get', 'has', 'getPrototypeOf', 'ownKeys', 'getOwnPropertyDescriptor']),
    fc.constantFrom<unknown>(new Error(secret), 'router', 'route', undefined, secret),
  )
  .map(([index, traps, value]) =>
    unseen(`a proxy of ${index} whose ${traps} throw ${value}`, () => {
      const handler = Object.fromEntries(traps.map((trap) => [trap, throwing(value)]));
      return new Proxy(targets[index] ?? {}, handler);
    }),
  );

const revoked = unseen('a revoked proxy', () => {
  const { proxy, revoke } = Proxy.revocable(new Error(secret), {});
  revoke();
  return proxy;
});

const asItIs = (value: fc.Arbitrary<unknown>) =>
  value.map((it) => unseen(String(typeof it), () => it));

/** What is no problem of ours, whatever it looks like. */
const unforeseen: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 5, arbitrary: asItIs(error) },
  { weight: 3, arbitrary: trapped },
  { weight: 2, arbitrary: asItIs(anything) },
  {
    weight: 2,
    arbitrary: asItIs(
      fc.constantFrom<unknown>('router', 'route', '', 0, false, null, undefined, Number.NaN),
    ),
  },
  { weight: 1, arbitrary: asItIs(mark) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.constant(revoked),
      asItIs(
        fc.constantFrom<unknown>(
          ...[Object.create(Error.prototype), Object.create(Problem.prototype)],
          ...[
            new AggregateError([new Error(secret)], secret),
            new DOMException(secret, 'AbortError'),
          ],
          ...[Promise.resolve(secret), { status: 404, message: secret }, globalThis],
        ),
      ),
    ),
  },
);

const places = [...Object.keys(routes), '/now', '/later'];
/** To Express alone these mean something else; where a route of ours has thrown them, it never sees them. */
const isExpressWord = (value: unknown): boolean =>
  !value || value === 'router' || value === 'route';

const codes: readonly ProblemCode[] = [
  ...(['not_signed_in', 'forbidden', 'csrf_rejected', 'not_found', 'method_not_allowed'] as const),
  ...([
    'conflict',
    'too_large',
    'invalid_input',
    'rate_limited',
    'internal',
    'not_configured',
  ] as const),
  ...([
    'salesforce_unavailable',
    'salesforce_limit',
    'store_unavailable',
    'replica_unavailable',
  ] as const),
];
const token = fc.stringMatching(/^[A-Za-z!#$%&'*+.^_`|~\d-]{1,12}$/);
/** Such as may be sent, under names that nothing here gives a meaning to. */
const goodHeaders = fc.dictionary(
  token.map((name) => `X-${name}`),
  fc.stringMatching(/^[!-~]{1,9}$/),
  { maxKeys: 3 },
);
const anyHeaders = fc.dictionary(
  fc.oneof(
    hostileText,
    token,
    fc.constantFrom('Retry-After', 'Content-Type', 'Content-Length', 'Set-Cookie'),
  ),
  fc.oneof(hostileText, fc.constantFrom('5', 'a\r\nb: c')),
  { maxKeys: 3 },
);
const errors = fc.option(fc.array(fc.record({ field: hostileText, message: hostileText })), {
  nil: undefined,
});

describe('whatever is thrown', () => {
  forAll(
    'is answered as problem details that say nothing private, and has a line in the log',
    fc.tuple(fc.constantFrom(...places), unforeseen),
    async ([place, make]) => {
      const value = make();
      if (place.startsWith('/') && isExpressWord(value)) return;
      const { answer, line } = await answerTo(place, throwing(value));
      const problem = expectProblem(answer);
      expect(answer.head + answer.body).not.toContain(secret);
      expect(['internal', 'invalid_input', 'too_large', 'conflict']).toContain(problem.code);
      expect(line).toMatchObject({ event: 'problem', code: problem.code });
    },
    { sideBySide: 4 },
  );

  forAll(
    'as a problem says outward what it was to say, and nothing of its cause',
    fc.record({
      place: fc.constantFrom(...places),
      code: fc.constantFrom(...codes),
      detail: hostileText,
      errors,
      headers: goodHeaders,
      cause: asItIs(fc.oneof(error, mark, anything)),
    }),
    async ({ place, code, detail, errors, headers, cause }) => {
      const { answer, line } = await answerTo(place, () => {
        throw new Problem(code, detail, { headers, cause: cause(), ...(errors && { errors }) });
      });
      const problem = expectProblem(answer);
      expect([problem.code, problem.detail, problem.errors]).toEqual([code, detail, errors]);
      for (const [name, value] of Object.entries(headers)) {
        expect(answer.headers.get(name.toLowerCase())).toContain(value);
      }
      expect(answer.head + answer.body).not.toContain(secret);
      expect(line).toMatchObject({ event: 'problem', code });
    },
    { sideBySide: 4 },
  );

  forAll(
    'a problem with headers that cannot be sent is a mistake of ours, and no half of an answer',
    fc.record({ place: fc.constantFrom(...places), headers: anyHeaders }),
    async ({ place, headers }) => {
      const { answer } = await answerTo(place, () => {
        throw new Problem('conflict', 'No.', { headers });
      });
      expect(['conflict', 'internal']).toContain(expectProblem(answer).code);
    },
    { sideBySide: 4 },
  );
});
