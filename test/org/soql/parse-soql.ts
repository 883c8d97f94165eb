import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { errorAt, tokenize } from './source-text.ts';

/** The longest SOQL statement that Salesforce takes (documented: 100,000 characters). */
const longest = 100_000;

function refusal(source: string): Error | undefined {
  try {
    parseQuery(withSingleSpaces(source));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What the parser stumbled over; the empty text is the end of the query. */
function culprit(error: Error | undefined): string | undefined {
  const message = error?.message ?? '';
  // Of what is left over it says the token bare, quotes of its own included.
  const [, rest] = /^Redundant input.*found: ([\s\S]*)$/.exec(message) ?? [];
  if (rest !== undefined) {
    return rest;
  }
  const quoted = /found(?:: | --> )'([\s\S]*)'(?: <--)?$/.exec(message);
  return quoted?.[1] ?? /but found: ([\s\S]*)$/.exec(message)?.[1];
}

/**
 * The parser knows ORDER BY and its like with one space between only, Salesforce with any white
 * space. What is more than one moves behind the second word: every place stays where it was.
 */
function withSingleSpaces(source: string): string {
  return source.replaceAll(
    /('(?:[^'\\]|\\[\s\S])*')|\b(order|group|nulls)(\s+)(by|first|last)\b/gi,
    (whole, quoted, first, space, second) =>
      quoted === undefined ? `${first} ${second}${' '.repeat(space.length - 1)}` : whole,
  );
}

/** The parser says what it found but not where: the first place at which the text up to it fails the same way. */
function placeOf(source: string, found: string): number {
  const [first = ''] = found.startsWith("'") ? [found] : found.split(/\s/);
  const places = tokenize(source).filter(({ text }) => text.startsWith(first));
  const place = places.find(
    ({ start }) => culprit(refusal(source.slice(0, start + found.length))) === found,
  );
  return (place ?? places[0])?.start ?? source.length;
}

/** The parser's refusals in Salesforce's words. */
function translate(source: string, error: Error): Error {
  const end = source.trimEnd().length;
  const lexing = /character: ->([\s\S])<- at offset: (\d+)/.exec(error.message);
  if (lexing !== null) {
    const offset = Number(lexing[2]);
    // ANTLR's wording, which Salesforce passes on (seen for SOSL, so guessed here).
    const what =
      lexing[1] === "'"
        ? `line 1:${String(end)} mismatched character '<EOF>' expecting '''`
        : `line 1:${String(offset)} no viable alternative at character '${lexing[1] ?? ''}'`;
    return errorAt(source, offset, 'MALFORMED_QUERY', what);
  }
  const found = culprit(error);
  if (found === undefined || found === '') {
    return errorAt(source, end, 'MALFORMED_QUERY', "unexpected token: '<EOF>'");
  }
  const place = placeOf(source, found);
  // A time without its zone falls apart at its colons, too.
  const isBind = found === ':' && !/\d$/.test(source.slice(0, place));
  const message = isBind
    ? 'Bind variables only allowed in Apex code'
    : `unexpected token: '${found}'`;
  return errorAt(source, place, 'MALFORMED_QUERY', message);
}

/**
 * Parses a query.
 * @throws {ApiError} MALFORMED_QUERY, pointing at the place (seen) with the token in quotes (seen
 * in current versions; older ones left them out).
 */
export function parseSoql(source: string): Query {
  if (source.length > longest) {
    throw errorAt(
      '',
      0,
      'MALFORMED_QUERY',
      'SOQL statements cannot be longer than 100000 characters.',
    );
  }
  try {
    return parseQuery(withSingleSpaces(source));
  } catch (error) {
    throw translate(source, error instanceof Error ? error : new Error(String(error)));
  }
}
