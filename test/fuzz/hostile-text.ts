import fc from 'fast-check';

/** What has meant something to a parser somewhere. */
const meaningful = [
  ...["'", '"', '`', '\\', "\\'", "''", '%', '_', '\\%', '--', '/*', '*/', ';', '$1', '$$', ':x'],
  ...["' OR Name != '", "x') OR (Id != null", ' LIMIT 1', ' AND ', '(', ')', ',', '{0}', '${x}'],
  ...['\0', '\n', '\r', '\t', '\b', '\f', '\u0085', '\u2028', '\u2029', '\u00a0', '\ufeff'],
  ...['\ud800', '\udfff', '🦊', 'é', 'e\u0301', '\uff07', '\uff0f', '\u202e'],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', 'true', 'TODAY'],
  ...['<script>', '</', '&amp;', '\\u0027', '\\n', '%27', '%00', '%', '..', '//', '@', '#', '?'],
];

/** Text as people do not type it: characters of any kind, and between them what parsers stumble over. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...meaningful), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

/** Values as JavaScript may have them, whatever types say: nested, with holes, with traps. */
export const anything = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.anything({ withBigInt: true, withDate: true, withSparseArray: true }),
  },
  {
    weight: 2,
    arbitrary: fc.array(fc.oneof(hostileText, fc.array(hostileText)), { maxLength: 4 }),
  },
  { weight: 1, arbitrary: fc.sparseArray(hostileText, { maxNumElements: 3, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: false }) },
  {
    weight: 1,
    arbitrary: hostileText.map((text) => ({ toString: () => text, valueOf: () => text })),
  },
  { weight: 1, arbitrary: hostileText.map((text) => Object(text)) },
);
