import { ApiError } from '../data/api-error.ts';

export interface Token {
  readonly text: string;
  readonly start: number;
}

const pattern =
  /'(?:[^'\\]|\\[\s\S])*'|[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*|[-+]?\d[\w:.+-]*|[^\s\w]/g;

/** The words, literals and signs of a query with their places; the parser does not keep these. */
export function tokenize(source: string): Token[] {
  return Array.from(source.matchAll(pattern), ({ 0: text, index }) => ({ text, start: index }));
}

/**
 * Salesforce shows the neighbourhood of an error, not the whole of a long query. Seen: whole words,
 * some forty characters before the place; how many after it is a guess.
 */
function fragment(line: string, column: number): { text: string; caret: number } {
  let from = 0;
  if (column > 40) {
    const space = line.indexOf(' ', column - 40);
    from = space >= 0 && space < column ? space + 1 : column - 40;
  }
  const space = line.indexOf(' ', column + 40);
  return { text: line.slice(from, space < 0 ? undefined : space), caret: column - from };
}

/** A 400 whose message points at a place in the query, as Salesforce lays it out (seen). */
export function errorAt(
  source: string,
  offset: number,
  errorCode: string,
  message: string,
): ApiError {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = source.indexOf('\n', offset);
  const line = source.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  const column = offset - lineStart;
  const { text, caret } = fragment(line, column);
  const row = before.split('\n').length;
  const place = `ERROR at Row:${String(row)}:Column:${String(column + 1)}`;
  return new ApiError(400, errorCode, `\n${text}\n${' '.repeat(caret)}^\n${place}\n${message}`);
}
