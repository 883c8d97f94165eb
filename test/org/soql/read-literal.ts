import { isRelativeDate } from './date-range.ts';
import type { LiteralReading } from './select-reading.ts';
import type { Token } from './soql-tokens.ts';
import { syntaxErrorAt } from './source-text.ts';
import { endOfInvalidEscape } from './string-literal.ts';
import type { TokenReader } from './token-reader.ts';

const words: Readonly<Record<string, 'boolean' | 'null'>> = {
  true: 'boolean',
  false: 'boolean',
  null: 'null',
};

/** Whether a literal begins with the token. */
export function isLiteral({ kind, text }: Token): boolean {
  return (
    ['string', 'number', 'date', 'datetime', 'time'].includes(kind) ||
    /^[-+]$/.test(text) ||
    (kind === 'name' && (text.toLowerCase() in words || isRelativeDate(text)))
  );
}

function checkString(reader: TokenReader, { text, start }: Token, inLike: boolean): void {
  const { source } = reader;
  if (!/^'(?:[^'\\]|\\[\s\S])*'$/.test(text)) {
    throw syntaxErrorAt(source, source.length, "unexpected token: '<EOF>'");
  }
  const end = endOfInvalidEscape(text, inLike);
  if (end !== undefined) {
    // The words of the parser that Salesforce publishes.
    throw syntaxErrorAt(source, start + end, 'Invalid Escape Character');
  }
}

/** `LAST_N_DAYS:30`, `TODAY`. */
function readRelativeDate(reader: TokenReader): string {
  const { text } = reader.take();
  if (!/_N_|^N_/i.test(text)) {
    return text;
  }
  reader.expect(':', ({ kind }) => kind === 'number');
  if (!/^\d+$/.test(reader.peek().text)) {
    throw reader.unexpected();
  }
  return `${text}:${reader.take().text}`;
}

/** `:ids`; seen. */
export function refuseBind(reader: TokenReader): Error {
  const message = 'Bind variables only allowed in Apex code';
  return syntaxErrorAt(reader.source, reader.peek().start, message);
}

/**
 * Reads the right side of a comparison, or one of an IN's list.
 * @param inLike LIKE has two escapes of its own, `\%` and `\_`
 */
export function readLiteral(reader: TokenReader, inLike = false): LiteralReading {
  const start = reader.peek();
  const { kind, text, start: place } = start;
  if (text === ':') {
    throw refuseBind(reader);
  }
  if (!isLiteral(start)) {
    throw reader.unexpected();
  }
  if (kind === 'string') {
    checkString(reader, start, inLike);
    return { kind, place, text: reader.take().text };
  }
  if (kind === 'sign') {
    reader.take();
    if (reader.peek().kind !== 'number') {
      throw reader.unexpected(start);
    }
    return { kind: 'number', place, text: `${text}${reader.take().text}` };
  }
  if (kind === 'name') {
    const word = words[text.toLowerCase()];
    return word === undefined
      ? { kind: 'relative date', place, text: readRelativeDate(reader) }
      : { kind: word, place, text: reader.take().text.toLowerCase() };
  }
  reader.take();
  return kind === 'number' || kind === 'date' || kind === 'datetime'
    ? { kind, place, text }
    : { kind: 'time', place, text };
}
