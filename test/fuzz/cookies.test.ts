import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { expectProblem, expectSecured } from './answers.ts';
import { forAll } from './for-all.ts';
import type { RawAnswer } from './raw-connections.ts';
import { type RunningStorefront, startStorefront } from './start-storefront.ts';

const people = ['ada@northwind.example', 'grace@contoso.example'] as const;
type Person = (typeof people)[number];

let shop: RunningStorefront;
/** What the browser of each keeps: `session=s%3A…`. */
let cookies: Record<Person, string>;
beforeAll(async () => {
  shop = await startStorefront();
  const [ada, grace] = people;
  cookies = { [ada]: await shop.signIn(ada), [grace]: await shop.signIn(grace) };
});
afterAll(() => shop.stop());

const cookieOf = (person: Person) => cookies[person].slice('session='.length);

/** A cookie that may be somebody's; of whom, is known when the servers run. */
type Recipe = () => string;

/** Bytes that a header may carry. */
const bytes = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes));

const person = fc.constantFrom(...people);

/** A session's cookie, with a little of it changed. */
const nearlySession: fc.Arbitrary<Recipe> = fc.oneof(
  // Cut off, or a piece of it taken out or put in.
  fc.tuple(person, fc.nat({ max: 95 }), fc.nat({ max: 95 }), bytes).map(
    ([who, from, to, text]) =>
      () =>
        cookieOf(who).slice(0, from) + text + cookieOf(who).slice(to),
  ),
  // One bit of one character.
  fc.tuple(person, fc.nat({ max: 90 }), fc.nat({ max: 6 })).map(([who, place, bit]) => () => {
    const value = cookieOf(who);
    const at = place % value.length;
    return (
      value.slice(0, at) +
      String.fromCharCode(value.charCodeAt(at) ^ (1 << bit)) +
      value.slice(at + 1)
    );
  }),
  // The id of one, and the signature of another, or none.
  fc.tuple(person, person, fc.boolean()).map(([one, other, signed]) => () => {
    const [id] = cookieOf(one).split('.');
    return signed ? `${id}.${cookieOf(other).split('.')[1]}` : `${id}`;
  }),
  // As other programs write it: each character escaped or not, in quotes, without what stands in front.
  fc
    .tuple(
      person,
      fc.infiniteStream(fc.boolean()),
      fc.constantFrom('', '"'),
      fc.constantFrom('', 's:', 'j:', 's%3As%3A'),
    )
    .map(([who, escaped, quote, prefix]) => {
      const flags = [...escaped.take(200)];
      return () => {
        const signed = decodeURIComponent(cookieOf(who)).slice(2);
        const written = Array.from(prefix + signed, (character, index) =>
          flags[index] ? `%${character.charCodeAt(0).toString(16).padStart(2, '0')}` : character,
        );
        return quote + written.join('') + quote;
      };
    }),
  bytes.map((text) => () => text),
);

const names = fc.oneof(
  { weight: 6, arbitrary: fc.constant('session') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '__Host-Http-session',
      'Session',
      ' session',
      'session ',
      'sign-in.abcdefghijklmnop',
      '__proto__',
      '',
      'connect.sid',
      '$Version',
    ),
  },
  { weight: 1, arbitrary: bytes },
);

const pair: fc.Arbitrary<Recipe> = fc.oneof(
  fc.tuple(names, nearlySession).map(
    ([name, value]) =>
      () =>
        `${name}=${value()}`,
  ),
  bytes.map((text) => () => text),
);
const separator = fc.constantFrom('; ', ';', ' ; ', ', ', '\t', ';;', '&');

/** A whole `Cookie` header, or several. */
const header: fc.Arbitrary<Recipe> = fc
  .array(fc.tuple(pair, separator, fc.constantFrom('', '', '', '\r\nCookie: ')), { maxLength: 5 })
  .map(
    (parts) => () => parts.map(([recipe, between, again]) => recipe() + between + again).join(''),
  );

const ask = (path: string, cookie: string) =>
  shop.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-BFF: 1\r\nCookie: ${cookie}\r\n\r\n`);

function expectSound(answer: RawAnswer): void {
  expect(shop.failures.get(answer.headers.get('x-request-id'))).toBeUndefined();
  expect(answer.status).toBeLessThan(500);
  expectSecured(answer);
}

/** Whose session a cookie opens, as the page is told. */
async function whoIs(cookie: string): Promise<Person | undefined> {
  const answer = await ask('/auth/session', cookie);
  // Bytes that Node.js does not take for a header.
  if (answer.status === 400 && answer.headers.size <= 1) return undefined;
  expectSound(answer);
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body).user?.username;
}

/** Whether all of a person's cookie is in it, to the last character. */
const carries = (header: string, who: Person) =>
  readable(header).includes(readable(cookieOf(who)).slice('s:'.length));
const readable = (text: string) =>
  text.replace(/%([\da-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

describe('whatever cookies come', () => {
  forAll(
    'nobody is taken for somebody whose whole cookie is not among them',
    header,
    async (recipe) => {
      const cookie = recipe();
      const who = await whoIs(cookie);
      if (who !== undefined)
        expect([carries(cookie, who), who, cookie]).toEqual([true, who, cookie]);
    },
    { sideBySide: 8 },
  );

  forAll(
    'one character more, less or other is nobody’s',
    fc.tuple(
      person,
      fc.nat({ max: 1_000 }),
      fc.constantFrom(0, 1),
      fc.oneof(fc.constant(''), fc.constantFrom(...'abcXYZ019_-+/=.%')),
    ),
    async ([who, place, removed, put]) => {
      const value = cookieOf(who);
      const at = place % value.length;
      const other = value.slice(0, at) + put + value.slice(at + removed);
      if (readable(other) === readable(value)) return;
      expect([await whoIs(`session=${other}`), other]).toEqual([undefined, other]);
    },
    { sideBySide: 8 },
  );

  forAll(
    'a session is its owner’s, whatever other cookies come along',
    fc.tuple(
      person,
      fc.array(
        fc.tuple(
          fc.stringMatching(/^[A-Za-z_.-]{1,8}$/).filter((name) => name !== 'session'),
          nearlySession,
        ),
      ),
      fc.nat(),
    ),
    async ([who, others, place]) => {
      const pairs = others.map(
        ([name, value]) => `${name}=${value().replaceAll(/[^!-~\x80-\xff]|;/g, ',')}`,
      );
      pairs.splice(place % (pairs.length + 1), 0, cookies[who]);
      expect(await whoIs(pairs.join('; '))).toBe(who);
    },
    { sideBySide: 8 },
  );

  forAll(
    'no address fails for them, and none but the owner’s cookie opens what is theirs',
    fc.tuple(
      fc.constantFrom(
        '/api/myOrders?status=Draft',
        '/auth/sessions',
        '/auth/login',
        '/auth/callback?state=abcdefghijklmnopqrst',
        '/',
      ),
      header,
    ),
    async ([path, recipe]) => {
      const cookie = recipe();
      const answer = await ask(path, cookie);
      if (answer.status === 400 && answer.headers.size <= 1) return;
      expectSound(answer);
      const isPersonal = path.startsWith('/api') || path === '/auth/sessions';
      if (isPersonal && answer.status === 200) {
        expect(people.some((who) => carries(cookie, who))).toBe(true);
      } else if (isPersonal) {
        expect(['not_signed_in', 'session_expired']).toContain(expectProblem(answer).code);
      } else expect([200, 302, 303]).toContain(answer.status);
    },
    { sideBySide: 8 },
  );
});
