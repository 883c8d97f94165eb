import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { expectProblem, expectSecured } from './answers.ts';
import { forAll } from './for-all.ts';
import type { RawAnswer } from './raw-connections.ts';
import { type RunningStorefront, startStorefront } from './start-storefront.ts';

let shop: RunningStorefront;
let cookie: string;
beforeAll(async () => {
  shop = await startStorefront();
  cookie = await shop.signIn('ada@northwind.example');
});
afterAll(() => shop.stop());

/** A host that nobody must be led to. */
const elsewhere = 'evil.example';

/** Any bytes that may stand in a header at all: no line ends, and no NUL. */
const bytes = fc
  .array(
    fc.integer({ min: 1, max: 255 }).filter((code) => code !== 10 && code !== 13),
    {
      maxLength: 20,
    },
  )
  .map((codes) => String.fromCharCode(...codes));

const near = (...values: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...values),
    bytes,
    fc.tuple(fc.constantFrom(...values), bytes).map((parts) => parts.join('')),
  );

const headerOf = (name: string, value: fc.Arbitrary<string>) =>
  value.map((text) => `${name}: ${text}\r\n`);

const requestIds = fc.oneof(
  fc.stringMatching(/^[\w.+/=-]{6,12}$/),
  fc.stringMatching(/^[\w.+/=-]{198,202}$/),
  near('abcdefgh', 'f9ed4675-f1c5-3513-c61a-3b3b4e25b4c0'),
);

const header = fc.oneof(
  headerOf('X-Request-Id', requestIds),
  headerOf(
    'X-Forwarded-For',
    near('127.0.0.1', '::1', `${elsewhere}, 1.2.3.4`, ',,,', '999.1.1.1'),
  ),
  headerOf('X-Forwarded-Proto', near('http', 'https', 'https,http', 'javascript')),
  headerOf('X-Forwarded-Host', near(elsewhere, `localhost, ${elsewhere}`, '[', ':')),
  headerOf('X-Forwarded-Port', near('443', '-1', '99999999999')),
  headerOf('Forwarded', near(`for=1.2.3.4;host=${elsewhere};proto=https`)),
  headerOf('Origin', near('null', `https://${elsewhere}`, 'http://localhost', 'http://[')),
  headerOf('Referer', near(`https://${elsewhere}/`, 'http://[')),
  headerOf('Sec-Fetch-Site', near('same-origin', 'none', 'cross-site', 'same-site', 'NONE')),
  headerOf('Sec-Fetch-Dest', near('document', 'iframe', 'empty')),
  headerOf('Sec-Purpose', near('prefetch', 'prerender')),
  headerOf('Accept', near('text/html', '*/*', 'application/json;q=2', 'text/html;q=', ';;;', ',')),
  headerOf('Accept-Encoding', near('br', 'gzip;q=0', 'identity;q=1, *;q=0')),
  headerOf('Accept-Language', near('de', '*;q=x')),
  headerOf(
    'Content-Type',
    near('application/json', 'application/json; charset=x', 'text/plain', '/'),
  ),
  headerOf('Content-Encoding', near('gzip', 'identity', 'br, br')),
  headerOf('If-None-Match', near('*', '"', 'W/"x"', '"a", "b"')),
  headerOf('If-Modified-Since', near('Thu, 01 Jan 1970 00:00:00 GMT', 'never')),
  headerOf('Range', near('bytes=0-', 'bytes=5-1', 'bytes=-99999999999', 'lines=1-2', 'bytes=a')),
  headerOf('Cache-Control', near('no-cache', 'only-if-cached')),
  headerOf('X-BFF', near('1', '0', '1, 1')),
  headerOf('X-HTTP-Method-Override', near('DELETE')),
  headerOf('User-Agent', near('x')),
  headerOf('Authorization', near('Bearer x', 'Basic eDp5')),
  fc.constant('').map(() => `Cookie: ${cookie}\r\n`),
);

const hosts = near('localhost', elsewhere, 'localhost:99999', '[::1]', 'a b', 'user@localhost', '');
const methods = fc.constantFrom(
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
);
const paths = fc.constantFrom(
  ...['/', '/orders', '/index.html', '/missing.js', '/healthz', '/readyz'],
  ...[
    '/auth/session',
    '/auth/sessions',
    '/auth/login',
    '/auth/login?returnTo=/x',
    '/auth/page.css',
  ],
  ...['/auth/callback', '/auth/callback?state=x', '/auth/standing-approval', '/auth/x'],
  ...[
    '/api/catalogue',
    '/api/families',
    '/api/myOrders?status=x',
    '/api/openCase',
    '/api/x',
    '/api',
  ],
);

/** Any answer of the server's, whatever it was asked. */
function expectSound(answer: RawAnswer): void {
  if (isOfParser(answer)) return;
  expect(shop.failures.get(answer.headers.get('x-request-id'))).toBeUndefined();
  expect(answer.status).toBeLessThan(500);
  expectSecured(answer);
  if (answer.status >= 400 && !answer.headers.get('content-type')?.startsWith('text/html')) {
    if (answer.body !== '') expectProblem(answer);
  }
  const location = answer.headers.get('location');
  if (location !== undefined) {
    const { origin } = new URL(location, shop.appUrl);
    expect([new URL(shop.appUrl).origin, shop.orgUrl]).toContain(origin);
  }
  expect(answer.head).not.toContain(elsewhere);
}

/** What no application sees: Node.js itself has not understood it, or will not do what it expects. */
const isOfParser = ({ status, headers, body }: RawAnswer): boolean =>
  ([400, 408, 413, 431].includes(status) &&
    headers.get('connection') === 'close' &&
    body === '' &&
    !headers.has('x-request-id')) ||
  (status === 417 && !headers.has('x-request-id'));

const wellFormed = /^[\w.+/=-]{8,200}$/;

describe('whatever headers come', () => {
  forAll(
    'the answer is none of ours that fails, has its headers, and leads nowhere else',
    fc.tuple(methods, paths, hosts, fc.array(header, { maxLength: 6 })),
    async ([method, path, host, headers]) => {
      expectSound(
        await shop.send(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers.join('')}\r\n`),
      );
    },
    { sideBySide: 8 },
  );

  forAll(
    'a request id is kept if it is one, and else replaced',
    fc.tuple(paths, fc.array(requestIds, { minLength: 1, maxLength: 2 })),
    async ([path, ids]) => {
      const lines = ids.map((id) => `X-Request-Id: ${id}\r\n`).join('');
      const answer = await shop.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n`);
      if (isOfParser(answer)) return;
      const [given = '', ...more] = ids.map((id) => id.replace(/^[ \t]+|[ \t]+$/g, ''));
      const id = answer.headers.get('x-request-id');
      if (more.length === 0 && wellFormed.test(given)) expect(id).toBe(given);
      else {
        expect(id).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
        expect(ids).not.toContain(id);
      }
    },
    { sideBySide: 8 },
  );

  const lengths = fc.oneof(
    fc.nat({ max: 30 }).map(String),
    near('0', '-1', '1e1', '0x5', '5, 5', ' 5', '+5', '99999999999999999999'),
  );
  forAll(
    'a body of any length, and that says any, does no harm',
    fc.tuple(
      fc.constantFrom('POST', 'POST', 'PUT', 'GET', 'DELETE', 'HEAD'),
      fc.oneof(fc.constantFrom('/api/openCase', '/auth/logout', '/auth/standing-approval'), paths),
      fc.array(
        fc.oneof(
          headerOf('Content-Length', lengths),
          headerOf(
            'Transfer-Encoding',
            near('chunked', 'identity', 'gzip, chunked', 'chunked, chunked'),
          ),
          headerOf('Expect', near('100-continue', '200-ok')),
          headerOf('Connection', near('close', 'keep-alive', 'upgrade', 'X-BFF')),
          headerOf('Upgrade', near('websocket', 'h2c')),
          headerOf('Trailer', near('X-BFF')),
          header,
        ),
        { maxLength: 5 },
      ),
      fc.oneof(
        bytes,
        fc.json(),
        fc.json().map((text) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`),
      ),
      fc.boolean(),
    ),
    async ([method, path, headers, body, isHonest]) => {
      // Whoever is signed in is to stay so.
      const who = path === '/auth/logout' ? '' : `Cookie: ${cookie}\r\n`;
      const lines = isHonest ? `Content-Length: ${body.length}\r\n` : headers.join('');
      const answer = await shop.send(
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nX-BFF: 1\r\n${who}${lines}\r\n${body}`,
        true,
      );
      // Nobody answers for a body that has broken off.
      if (answer.status !== 0) expectSound(answer);
    },
    { sideBySide: 8 },
  );

  const target = fc.oneof(
    fc.stringMatching(/^[\x21-\x7e]{1,20}$/),
    fc
      .tuple(
        fc.constantFrom(
          '/',
          '//',
          'http://',
          'https://',
          'ftp://',
          '*',
          '/api/',
          '/auth/',
          '/%',
          `http://${elsewhere}`,
        ),
        fc.string({
          unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
          maxLength: 12,
        }),
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom(
          'http://localhost',
          `https://${elsewhere}`,
          'http://[::1]',
          'http://x:99999',
          'http://[',
          'http://%',
          'http://:0',
          'http://@',
        ),
        paths,
      )
      .map((parts) => parts.join('')),
  );
  forAll(
    'no address is one that fails',
    fc.tuple(methods, target, fc.array(header, { maxLength: 2 })),
    async ([method, address, headers]) => {
      expectSound(
        await shop.send(
          `${method} ${address} HTTP/1.1\r\nHost: localhost\r\n${headers.join('')}\r\n`,
        ),
      );
    },
    { sideBySide: 8 },
  );
});
