import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { returnTo } from '../../server/bff/auth/return-to.ts';
import { hostilePaths } from '../hostile-paths.ts';
import { createVisitor, type Visitor } from '../security/visitor.ts';
import { forAll } from './for-all.ts';
import { hostileText } from './hostile-text.ts';
import { type RunningStorefront, startStorefront } from './start-storefront.ts';

let shop: RunningStorefront;
/** Somebody whom Salesforce knows: a sign-in is three redirects. */
let ada: Visitor;
beforeAll(async () => {
  shop = await startStorefront();
  ada = createVisitor(shop.appUrl);
  await ada.signIn('ada@northwind.example');
});
afterAll(() => shop.stop());

/** Of what the ways to somewhere else are made. */
const pieces = fc.constantFrom(
  ...[
    '/',
    '/',
    '//',
    '\\',
    '%2f',
    '%2F',
    '%5c',
    '%5C',
    '%252f',
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '/./',
    '/../',
  ],
  ...[
    '?',
    '#',
    '@',
    ':',
    ';',
    '&',
    '=',
    '%',
    '%00',
    '%0d%0a',
    '\t',
    '\n',
    '\r',
    ' ',
    '\0',
    '\u2028',
    '／',
  ],
  ...[
    'x',
    'orders',
    'auth',
    'api',
    'auth/login',
    'evil.example',
    'localhost',
    'https:',
    'javascript:',
  ],
);

/** Of those, what is read as a slash, or resolved away between two. */
const slashes = fc.constantFrom('/', '/', '%2f', '%5C', '.', '..', '%2e', 'x', '?', 'auth');

const pathOf = (of: fc.Arbitrary<string>) =>
  fc.array(of, { maxLength: 10 }).map((parts) => `/${parts.join('')}`);

const hostile = fc.oneof(
  { weight: 5, arbitrary: pathOf(slashes) },
  { weight: 3, arbitrary: pathOf(pieces) },
  { weight: 2, arbitrary: fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom(...hostilePaths) },
  { weight: 1, arbitrary: hostileText.map((text) => `/${text}`) },
  { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
);

/** As proxies may hand it on that read some of the encoding. */
const decodedByProxy = (path: string) =>
  path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\').replace(/%2e/gi, '.');

/** That a browser which is sent there stays here, on a page. */
function expectHere(location: string): void {
  const here = new URL(shop.appUrl).origin;
  const { origin, pathname } = new URL(location, shop.appUrl);
  expect([origin, location]).toEqual([here, location]);
  expect(pathname).not.toMatch(/^\/(?:auth|api)(?:\/|$)/);
  // What is mended on the way is neither another host nor the beginning of one.
  for (const mended of [pathname, decodedByProxy(pathname)]) {
    const url = new URL(mended, shop.appUrl);
    expect([url.origin, url.pathname.slice(0, 2), location]).toEqual([
      here,
      expect.not.stringMatching(/^\/[/\\]/),
      location,
    ]);
  }
  // Nothing that would not have been let through by itself.
  expect(returnTo(location, new URL(shop.appUrl))).toBe(location);
}

const query = (path: string) => `returnTo=${encodeURIComponent(path.toWellFormed())}`;

describe('wherever a sign-in is to come back to', () => {
  forAll(
    'whoever is sent on stays here',
    hostile,
    async (path) => {
      const answer = await shop.send(
        `GET /auth/login?${query(path)} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n`,
      );
      expect(answer.status).toBe(303);
      expectHere(answer.headers.get('location') ?? 'none:');
    },
    { sideBySide: 8 },
  );

  forAll(
    'a path of ours is kept as it is',
    fc
      .tuple(
        fc.array(fc.stringMatching(/^[a-z\d_~-]{1,8}$/), { maxLength: 4 }),
        fc.option(fc.webQueryParameters(), { nil: undefined }),
        fc.option(fc.stringMatching(/^[a-z]{0,5}$/), { nil: undefined }),
      )
      .map(([segments, search, hash]) =>
        [
          `/${['p', ...segments].join('/')}`,
          search && `?q=${encodeURIComponent(search).replaceAll("'", '%27')}`,
          hash && `#${hash}`,
        ].join(''),
      )
      .filter((path) => path.length <= 500 && !/%5c|%2f%2f/i.test(path)),
    async (path) => {
      const answer = await shop.send(
        `GET /auth/login?${query(path)} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n`,
      );
      expect(answer.headers.get('location')).toBe(path);
    },
    { sideBySide: 8 },
  );

  forAll(
    'whoever signs in, or fails to, stays here',
    fc.tuple(hostile, fc.boolean()),
    async ([path, succeeds]) => {
      const { authorize } = await ada.setOut(`/auth/login?${query(path)}`);
      if (succeeds) {
        const { status, headers } = await ada.jar.request(await ada.comeBack(authorize));
        expect(status).toBe(303);
        expectHere(headers.get('location') ?? 'none:');
        return;
      }
      const state = authorize.searchParams.get('state');
      const { status, body } = await ada.ask(`/auth/callback?error=access_denied&state=${state}`);
      expect(status).toBe(403);
      const links = [...body.matchAll(/<a[^>]* href="([^"]*)"/g)].map(([, href = '']) => href);
      expect(links).toEqual([expect.stringMatching(/^\/auth\/login\?returnTo=[^<>"\s]*$/), '/']);
      expectHere(new URL(links[0] ?? '', shop.appUrl).searchParams.get('returnTo') ?? 'none:');
    },
  );
});
