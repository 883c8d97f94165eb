type TokenKind =
  | 'name'
  | 'number'
  | 'string'
  | 'date'
  | 'datetime'
  | 'time'
  | 'sign'
  /** A character that SOQL has no use for. */
  | 'unknown'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const kinds: readonly (readonly [TokenKind, RegExp])[] = [
  ['datetime', /\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)/iy],
  ['date', /\d{4}-\d\d-\d\d/y],
  ['time', /\d\d:\d\d:\d\d(?:\.\d+)?z/iy],
  ['number', /\d*\.\d+|\d+/y],
  ['name', /[a-z][\w.]*/iy],
  // One without its end takes the rest of the query.
  ['string', /'(?:[^'\\]|\\[\s\S])*(?:'|$|\\$)/y],
  ['sign', /<>|!=|[-+*/=<>(),:.~_]/y],
  ['unknown', /[\s\S]/uy],
];

const space = /\s*/y;

function tokenAt(source: string, start: number): Token {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = start;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) {
      return { kind, text, start, end: start + text.length };
    }
  }
  return { kind: 'end', text: '<EOF>', start, end: start };
}

/** The words, literals and signs of a query, and its end. Keywords are names (in any case). */
export function soqlTokens(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ; at = tokens.at(-1)?.end ?? source.length) {
    space.lastIndex = at;
    const token = tokenAt(source, at + (space.exec(source)?.[0].length ?? 0));
    tokens.push(token);
    if (token.kind === 'end') {
      return tokens;
    }
  }
}
