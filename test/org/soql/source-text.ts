import { ApiError } from '../data/api-error.ts';

/**
 * Salesforce shows the neighbourhood of an error, not the whole of a long query: thirty characters
 * either way, and the rest of the words at both ends (reckoned from captures in public issues; a
 * comma parts words as a space does).
 */
function fragment(line: string, caret: number): { text: string; caret: number } {
  let from = Math.max(0, caret - 30);
  while (from > 0 && !/[\s,]/.test(line.charAt(from - 1))) {
    from -= 1;
  }
  let to = Math.min(line.length, caret + 30);
  while (to < line.length && !/[\s,]/.test(line.charAt(to))) {
    to += 1;
  }
  return { text: line.slice(from, to), caret: caret - from };
}

/** The message with its line of the query, a caret and a place; rows count from 1 (seen). */
function pointTo(source: string, offset: number, shift: number, message: string): string {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = source.indexOf('\n', offset);
  const line = source.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  const column = Math.max(0, offset - lineStart + shift);
  const { text, caret } = fragment(line, column);
  const row = before.split('\n').length;
  const place = `ERROR at Row:${String(row)}:Column:${String(column + 1)}`;
  return `\n${text}\n${' '.repeat(caret)}^\n${place}\n${message}`;
}

/** A 400 about what the query means: its message points at a place in the query (seen). */
export function errorAt(
  source: string,
  offset: number,
  errorCode: string,
  message: string,
): ApiError {
  return new ApiError(400, errorCode, pointTo(source, offset, 0, message));
}

/**
 * A 400 about how the query is written. Salesforce's parser counts columns from 0 where the rest
 * of it counts from 1, so the caret stands one place to the left; an error at the very beginning
 * comes without a place (all of this seen).
 */
export function syntaxErrorAt(source: string, offset: number, message: string): ApiError {
  const text = offset === 0 ? message : pointTo(source, offset, -1, message);
  return new ApiError(400, 'MALFORMED_QUERY', text);
}
