import { ApiError } from '../data/api-error.ts';
import { type PlaceOf, placeAt, placesIn } from '../data/writes/json-place.ts';
import { isJsonObject, type JsonObject } from '../data/writes/read-record.ts';

import { requireShallow } from './require-shallow.ts';

/** What a request carries. */
export interface RequestBody {
  /** @throws {ApiError} JSON_PARSER_ERROR where it is not JSON */
  json(): unknown;
  readonly placeOf: PlaceOf;
  /** As it came; empty for the body of a request within another. */
  readonly text: string;
}

/** Whether a text is the beginning of some JSON, and what makes it none otherwise. */
function refusalOf(text: string): 'none' | 'unfinished' | 'wrong' {
  try {
    JSON.parse(text);
    return 'none';
  } catch (error) {
    const { message } = error as SyntaxError;
    const isEnd =
      /end of JSON input|Unterminated/.test(message) ||
      Number(/at position (\d+)/.exec(message)?.[1]) === text.length;
    return isEnd ? 'unfinished' : 'wrong';
  }
}

/** The first character that no JSON could have at its place; the parser does not always say. */
function firstWrong(text: string): number | undefined {
  if (refusalOf(text) !== 'wrong') return undefined;
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (refusalOf(text.slice(0, middle)) === 'wrong') bad = middle;
    else good = middle;
  }
  return bad - 1;
}

/** Of a text longer than this nobody looks for the place: it is parsed again and again to find it. */
const longestSearched = 100_000;

/**
 * The beginning of the wording is seen, and the place; what was expected instead is left out. That
 * of a long text is the org's own.
 */
function malformed(text: string): ApiError {
  if (text.length > longestSearched) {
    const message = 'The HTTP entity body is not well-formed JSON';
    return new ApiError(400, 'JSON_PARSER_ERROR', message);
  }
  const offset = firstWrong(text);
  const character = text.charAt(offset ?? 0);
  const message =
    offset === undefined
      ? `Unexpected end-of-input at ${placeAt(text, text.length)}`
      : `Unexpected character ('${character}' (code ${String(character.charCodeAt(0))})) at ${placeAt(text, offset)}`;
  return new ApiError(400, 'JSON_PARSER_ERROR', message);
}

/** The body of a request by HTTP. */
export function textBody(text: string): RequestBody {
  return {
    text,
    placeOf: placesIn(text),
    json() {
      if (text.trim() === '') {
        // Seen.
        const message = 'The HTTP entity body is required, but this request has no entity body.';
        throw new ApiError(400, 'JSON_PARSER_ERROR', message);
      }
      requireShallow(text);
      try {
        return JSON.parse(text);
      } catch {
        throw malformed(text);
      }
    },
  };
}

/** The body of a request within another, whose text it is a part of. */
export function partOfBody(whole: RequestBody, value: unknown): RequestBody {
  return { text: '', placeOf: whole.placeOf, json: () => value };
}

/**
 * The body where it has to be an object.
 * @throws {ApiError} JSON_PARSER_ERROR (seen for a list)
 */
export function objectIn(body: RequestBody): JsonObject {
  const value = body.json();
  if (!isJsonObject(value)) {
    const token = Array.isArray(value) ? 'START_ARRAY' : 'VALUE';
    const message = `Can not deserialize SObject out of ${token} token at [line:1, column:1]`;
    throw new ApiError(400, 'JSON_PARSER_ERROR', message);
  }
  return value;
}
