import type { Viewer } from '../../data/access/viewer.ts';
import { ApiError } from '../../data/api-error.ts';
import type { FieldValue } from '../../data/record-table.ts';
import type { FieldSchema } from '../../data/schema/field-schema.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import type { FieldGroup } from './parse-sosl.ts';

const textTypes = new Set(['string', 'textarea', 'email', 'phone', 'url']);

/** The fields that a group of SOSL's names (documented; SIDEBAR taken for ALL). */
export function searchedFields(
  viewer: Viewer,
  object: ObjectSchema,
  group: FieldGroup,
): FieldSchema[] {
  const isWanted = ({ type, nameField, name }: FieldSchema): boolean => {
    switch (group) {
      case 'NAME':
        return nameField || name === 'FirstName' || name === 'LastName';
      case 'EMAIL':
        return type === 'email';
      case 'PHONE':
        return type === 'phone';
      default:
        return textTypes.has(type);
    }
  };
  return object.fields.filter(
    (field) => isWanted(field) && viewer.field(object, field.name) !== undefined,
  );
}

/** Salesforce's index knows words: letters and digits, without their case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether a word fits a pattern: `*` stands for any characters, `?` for one (documented). */
function fits(pattern: string, word: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const fitsAt = (part: string, place: number) =>
    place + part.length <= word.length &&
    [...part].every((character, index) => character === '?' || character === word[place + index]);
  if (!fitsAt(first, 0)) return false;
  let place = first.length;
  const last = others.pop();
  if (last === undefined) return place === word.length;
  for (const part of others) {
    // The first place will do: what follows can only gain by it.
    while (place + part.length <= word.length && !fitsAt(part, place)) place += 1;
    if (!fitsAt(part, place)) return false;
    place += part.length;
  }
  return word.length - last.length >= place && fitsAt(last, word.length - last.length);
}

/** Patterns for words that stand beside each other: one, or those of a phrase. */
interface Term {
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

function isWithin({ patterns }: Term, words: readonly string[]): boolean {
  return words.some((_, start) =>
    patterns.every((pattern, index) => fits(pattern, words[start + index] ?? '')),
  );
}

/** @throws {ApiError} MALFORMED_SEARCH (the code is documented, the wordings are guesses) */
function refuse(message: string): never {
  throw new ApiError(400, 'MALFORMED_SEARCH', message);
}

function termOf(token: string, negated: boolean): Term {
  const text = token.replaceAll(/\\(.)/g, '$1').toLowerCase();
  const patterns = token.startsWith('"') ? wordsOf(text) : text.match(/[\p{L}\p{N}*?]+/gu);
  return { patterns: patterns ?? [], negated };
}

/**
 * Compiles what stands between FIND's braces: words and quoted phrases, all of which must be there,
 * with AND, AND NOT and, last, OR (documented, in this order).
 *
 * @returns whether a record with these values is found
 * @throws {ApiError} MALFORMED_SEARCH
 */
export function compileSearch(
  source: string,
): (values: readonly (FieldValue | undefined)[]) => boolean {
  const alternatives: Term[][] = [[]];
  let negated = false;
  for (const [token] of source.matchAll(/"(?:\\.|[^"\\])*"|(?:\\.|[^\s"\\])+/g)) {
    if (/^[()]|[()]$/.test(token))
      refuse('parentheses in FIND are not supported by the embedded org');
    if (token === 'OR') alternatives.push([]);
    else if (token === 'NOT') negated = true;
    else if (token !== 'AND') {
      alternatives.at(-1)?.push(termOf(token, negated));
      negated = false;
    }
  }
  // Documented: two characters at least.
  if (wordsOf(source).join('').length < 2) refuse('search term must be longer than one character');
  return function isFound(values) {
    const texts = values.filter((value) => typeof value === 'string').map(wordsOf);
    return alternatives.some(
      (terms) =>
        terms.length > 0 &&
        terms.every((term) => texts.some((words) => isWithin(term, words)) !== term.negated),
    );
  };
}
