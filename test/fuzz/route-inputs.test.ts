import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { routes } from '../../server/api/index.ts';
import { errorHandler, type Route } from '../../server/bff/index.ts';
import { requestId } from '../../server/bff/middleware/request-id.ts';
import { apiOverFakes } from '../../server/bff/testing/api-over-fakes.ts';
import { fakeSalesforce, someUser } from '../../server/bff/testing/index.ts';
import { expectProblem, expectSecured } from './answers.ts';
import { askedOf, bodyOf, hostileKey, mark, namesOf, queryOf, requestFor, words } from './asked.ts';
import { forAll } from './for-all.ts';
import { listen } from './listen.ts';
import type { RawAnswer } from './raw-connections.ts';
import { rightInputs } from './right-inputs.ts';
import { type RunningStorefront, startStorefront } from './start-storefront.ts';
import { strangeRoutes } from './strange-routes.ts';

let shop: RunningStorefront;
let cookie: string;
/** The strange routes, with nobody's data behind them. */
let strange: Awaited<ReturnType<typeof listen>>;
const salesforce = fakeSalesforce();
const failures = new Map<unknown, object>();
const log = {
  info: () => {},
  warn: () => {},
  error: (line: object) => void failures.set('requestId' in line ? line.requestId : '', line),
};
const sqlTexts = new Set<string>();

beforeAll(async () => {
  shop = await startStorefront();
  cookie = await shop.signIn('ada@northwind.example');
  const app = express().use(requestId());
  const replica = {
    query: async ({ text }: { readonly text: string }) => {
      sqlTexts.add(text);
      return [];
    },
    close: async () => {},
  };
  for (const [name, route] of Object.entries(strangeRoutes)) {
    app.use(`/api/${name}`, apiOverFakes(route, { user: someUser, salesforce, replica }));
  }
  strange = await listen(app.use(errorHandler(log)));
});
afterAll(async () => {
  await strange.stop();
  await shop.stop();
  await salesforce.dispatcher.close();
});

/** What the contract lets a route answer where everything behind it works. */
const refusals = ['invalid_input', 'not_found', 'conflict', 'forbidden', 'not_signed_in'];

function expectContract(answer: RawAnswer, failed: ReadonlyMap<unknown, object>): void {
  expect(failed.get(answer.headers.get('x-request-id'))).toBeUndefined();
  expect(answer.head).not.toContain(mark);
  expect(answer.headers.has('set-cookie')).toBe(false);
  if (answer.status === 200) {
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    JSON.parse(answer.body);
  } else expect(refusals).toContain(expectProblem(answer).code);
}

describe('whatever is asked of a route', () => {
  forAll(
    'of the storefront is answered as the contract says',
    fc.tuple(askedOf(routes), fc.boolean()),
    async ([[name, asked], isSignedIn]) => {
      const headers = isSignedIn ? `Cookie: ${cookie}\r\n` : '';
      const answer = await shop.send(requestFor(`/api/${name}`, asked, headers));
      expectContract(answer, shop.failures);
      expectSecured(answer);
      if (answer.status === 401) expect(isSignedIn).toBe(false);
      // One text with each of its two conditions, or without.
      expect(shop.sqlTexts.size).toBeLessThanOrEqual(4);
    },
    { sideBySide: 8 },
  );

  forAll(
    'with an input of any sort is answered as the contract says',
    askedOf(strangeRoutes),
    async ([name, asked]) => {
      const answer = await strange.connections.send(requestFor(`/api/${name}/tried`, asked));
      expectContract(answer, failures);
      expect(sqlTexts.size).toBeLessThanOrEqual(1);
    },
    { sideBySide: 8 },
  );

  forAll(
    'a key that it does not declare is refused, by its name',
    fc.tuple(
      // They are all of them.
      fc.constantFrom(...(Object.keys(routes) as (keyof typeof routes)[])),
      fc.oneof(hostileKey, fc.stringMatching(/^[A-Za-z_]{1,12}$/)),
      words,
    ),
    async ([name, key, value]) => {
      const route: Route = routes[name];
      const undeclared = key.toWellFormed();
      if (namesOf(route).includes(undeclared)) return;
      const pairs = [...Object.entries(rightInputs[name] ?? {}), [undeclared, value] as const];
      const asked = { kind: route.kind, query: queryOf(pairs), body: bodyOf(pairs) };
      const answer = await shop.send(requestFor(`/api/${name}`, asked, `Cookie: ${cookie}\r\n`));
      const { code, errors } = expectProblem(answer);
      expect(code).toBe('invalid_input');
      expect(errors).toContainEqual({ field: undeclared, message: 'is not known here' });
    },
    { sideBySide: 8 },
  );
});
