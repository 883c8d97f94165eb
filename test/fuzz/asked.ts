import fc from 'fast-check';
import type { Route } from '../../server/bff/index.ts';
import { hostileText } from './hostile-text.ts';
import { type Input, inBase64, rightInputs } from './right-inputs.ts';

/** In every text that comes from outside: where it is echoed, it is seen. */
export const mark = 'Zq7mark';

const tamer = fc.constantFrom<unknown>(
  ...[
    '801000000000001',
    '801000000000001AAA',
    '01t000000000001AAA',
    'Draft',
    'Shipped',
    'Coffee',
    'a',
  ],
  ...[
    '2026-01-01',
    '2026-02-30',
    '0000-01-01',
    '9999-12-31',
    '2026-01-01T00:00:00Z',
    '+275760-09-13',
  ],
  ...[
    '1',
    '-0',
    '1e400',
    '9007199254740993',
    '100000000000000000000',
    `1${'0'.repeat(400)}`,
    'Infinity',
    '0x10',
    ' 5',
    'true',
    'false',
    'null',
    '',
  ],
  ...[1, -1, 0.5, 1e21, 1e-300, Number.MAX_SAFE_INTEGER, true, false, null],
);
export const words = fc.oneof(
  hostileText.map((text) => text + mark),
  tamer,
);
export const hostileKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'then',
    '',
    'id[]',
    'id[x]',
    'a.b',
    'ID',
  ),
  hostileText,
);

/** JSON of any shape, with the names that a route knows in it. */
const jsonWith = (names: readonly string[]) => {
  const key = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names, 'productId', 'quantity', 'kind') },
    { weight: 1, arbitrary: hostileKey },
  );
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(key, tie('value')), { maxLength: 4 })
        .map((pairs) => Object.fromEntries(pairs)),
    ),
  })).value;
};

/** A query string: pairs of known and unknown names, cursors of any content, or no pairs at all. */
const queryFor = (names: readonly string[]) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .array(
          fc.tuple(
            fc.oneof(
              { weight: 6, arbitrary: fc.constantFrom(...names) },
              { weight: 1, arbitrary: hostileKey },
            ),
            fc.oneof(
              words.map(String),
              jsonWith([...names, 'name', 'date', 'openedAt']).map(inBase64),
            ),
          ),
          { maxLength: 4 },
        )
        .map((pairs) =>
          pairs
            .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('='))
            .join('&'),
        ),
    },
    { weight: 1, arbitrary: fc.stringMatching(/^[!-~]{0,30}$/) },
  );

const bodyFor = (names: readonly string[]) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...names), jsonWith(names)))
        .map((pairs) => JSON.stringify(Object.fromEntries(pairs))),
    },
    { weight: 2, arbitrary: jsonWith(names).map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: hostileText.map((text) => text.toWellFormed()) },
    { weight: 1, arbitrary: fc.json() },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{',
        '[]',
        '""',
        '{"__proto__":{"a":1}}',
        '[[[[[[',
        '{"subject":"a","subject":"b"}',
        '\ufeff{}',
      ),
    },
  );

/** A name of what is asked for, and what is given with it. */
type Pair = readonly [name: string, value: unknown];

export const queryOf = (pairs: readonly Pair[]): string =>
  pairs
    .map((pair) => pair.map((text) => encodeURIComponent(textOf(text).toWellFormed())).join('='))
    .join('&');

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

export const bodyOf = (pairs: readonly Pair[]): string => JSON.stringify(Object.fromEntries(pairs));

export interface Asked {
  readonly kind: Route['kind'];
  /** Of a query. */
  readonly query: string;
  /** Of a command. */
  readonly body: string;
}

export const namesOf = ({ input }: Route): readonly string[] => Object.keys(input.shape);

/** An input that a route takes, with some of it left out, and some of it other. */
function nearlyRight(input: Input, names: readonly string[]): fc.Arbitrary<readonly Pair[]> {
  return fc
    .tuple(
      fc.subarray(Object.entries(input), { minLength: 0 }),
      fc.dictionary(fc.constantFrom(...names), fc.oneof(words, jsonWith(names)), { maxKeys: 1 }),
      fc.boolean(),
    )
    .map(([left, other, isWhole]) =>
      Object.entries({ ...(isWhole ? input : Object.fromEntries(left)), ...other }),
    );
}

const wild = (names: readonly string[]) =>
  fc.record({ query: queryFor(names), body: bodyFor(names) });

/** Requests for any of these routes. */
export function askedOf(
  declared: Readonly<Record<string, Route>>,
): fc.Arbitrary<readonly [name: string, asked: Asked]> {
  return fc.oneof(
    ...Object.entries(declared).map(([name, route]) => {
      const names = namesOf(route);
      const near = nearlyRight(rightInputs[name] ?? {}, names).map((pairs) => ({
        query: queryOf(pairs),
        body: bodyOf(pairs),
      }));
      return fc
        .oneof(wild(names), near)
        .map((given) => [name, { kind: route.kind, ...given }] as const);
    }),
  );
}

/** As bytes on the line. @param headers each with its line end */
export function requestFor(path: string, { kind, query, body }: Asked, headers = ''): string {
  const bytes = Buffer.from(body).toString('latin1');
  const [line, rest] =
    kind === 'command'
      ? [
          `POST ${path}`,
          `Content-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes}`,
        ]
      : [`GET ${path}?${query}`, '\r\n'];
  return `${line} HTTP/1.1\r\nHost: localhost\r\nX-BFF: 1\r\n${headers}${rest}`;
}
