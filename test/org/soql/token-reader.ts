import type { Reading } from './select-reading.ts';
import { soqlTokens, type Token } from './soql-tokens.ts';
import { syntaxErrorAt } from './source-text.ts';

/**
 * Words that name nothing: no field, object or alias (found by trying each with the parser that
 * Salesforce publishes, `@salesforce/soql-common`, whose language this is).
 */
const reserved = new Set(
  'and as asc bind by cube desc else excludes false first for from having hierarchical in includes last like limit lookup not null nulls or rollup select true update using where with'.split(
    ' ',
  ),
);

/** Reads the tokens of a query one by one, and refuses them in the words of Salesforce's parser. */
export interface TokenReader {
  readonly source: string;
  /** The fields and functions that were read so far. */
  readonly expressions: readonly Reading[];
  /** Adds one to the expressions. */
  expression<T extends Reading>(reading: T): T;
  peek(ahead?: number): Token;
  /** Whether the next token, or a later one, is this keyword or sign. */
  is(text: string, ahead?: number): boolean;
  isName(ahead?: number): boolean;
  take(): Token;
  takeIf(text: string): boolean;
  takeName(): Token;
  /** @param mayFollow whether a token could come next if the expected one were there */
  expect(text: string, mayFollow?: (token: Token) => boolean): Token;
  /** The next token does not belong here; nor does the text from `start` on, where that is given. */
  unexpected(start?: Token): Error;
}

/**
 * Begins at the first token of a query.
 * @param source as it came
 */
export function createTokenReader(source: string): TokenReader {
  const tokens = soqlTokens(source);
  const last = tokens.at(-1) ?? { kind: 'end' as const, text: '<EOF>', start: 0, end: 0 };
  const expressions: Reading[] = [];
  let next = 0;
  const peek = (ahead = 0): Token => tokens[next + ahead] ?? last;
  const is = (text: string, ahead = 0): boolean => {
    const token = peek(ahead);
    return token.kind !== 'string' && token.text.toLowerCase() === text.toLowerCase();
  };
  const isName = (ahead = 0): boolean => {
    const { kind, text } = peek(ahead);
    return kind === 'name' && !reserved.has(text.toLowerCase()) && !/\.\.|\.$/.test(text);
  };

  function refuse({ kind, text, start }: Token, what: string): Error {
    // A string is several tokens to Salesforce, its quote the first of them.
    const shown = kind === 'string' ? "'" : text;
    return syntaxErrorAt(source, start, `${what} '${shown}'`);
  }
  function unexpected(start?: Token): Error {
    const token = peek();
    if (start === undefined || start === token || token.kind === 'unknown') {
      return refuse(token, 'unexpected token:');
    }
    const end = token.kind === 'string' ? token.start + 1 : token.end;
    const text = source.slice(start.start, end).trimEnd();
    return syntaxErrorAt(source, token.start, `unexpected token: '${text}'`);
  }
  function take(): Token {
    const token = peek();
    next += 1;
    return token;
  }
  return {
    source,
    expressions,
    expression(reading) {
      expressions.push(reading);
      return reading;
    },
    peek,
    is,
    isName,
    take,
    takeIf: (text) => is(text) && take() !== undefined,
    takeName() {
      if (!isName()) {
        throw unexpected();
      }
      return take();
    },
    expect(text, mayFollow = () => false) {
      if (is(text)) {
        return take();
      }
      // Documented ("missing value at 'user'") and seen: Salesforce's parser tells what is left
      // out from what is too much by the token after.
      if (!is(text, 1) && mayFollow(peek())) {
        throw refuse(peek(), 'missing value at');
      }
      throw unexpected();
    },
    unexpected,
  };
}
