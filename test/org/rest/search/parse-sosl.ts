import { ApiError } from '../../data/api-error.ts';

/** One object of a RETURNING. */
export interface Returning {
  readonly object: string;
  readonly fields: readonly string[];
  /** WHERE, ORDER BY, LIMIT and OFFSET, as SOQL has them. */
  readonly clauses: string;
}

export type FieldGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

export interface Sosl {
  /** Between the braces, its escapes kept. */
  readonly words: string;
  readonly fieldGroup: FieldGroup;
  /** Absent where the query leaves it to Salesforce. */
  readonly returning: readonly Returning[] | undefined;
  readonly limit: number | undefined;
}

/** The code is documented, the wording after what SOQL's parser says. */
function malformed(token: string): ApiError {
  const message = `unexpected token: '${token.trim().slice(0, 40) || '<EOF>'}'`;
  return new ApiError(400, 'MALFORMED_SEARCH', message);
}

const find = /^\s*FIND\s*\{((?:\\[\s\S]|[^\\{}])*)\}/i;
const fieldGroup = /^\s*IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/i;
const returningWord = /^\s*RETURNING\b/i;
const objectName = /^\s*(\w+)\s*/;
const limitClause = /^\s*LIMIT\s+(\d{1,4})\b/i;

/** Up to the parenthesis that closes, strings and inner parentheses passed over. */
function closingOf(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/'(?:\\.|[^'\\])*'|[()]/g)) {
    if (token === '(') depth += 1;
    else if (token === ')') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  throw malformed('');
}

function parseReturning(object: string, inside: string | undefined): Returning {
  const [, list = '', clauses = ''] =
    /^([\w\s.,()]*?)((?:\b(?:WHERE|ORDER\s+BY|LIMIT|OFFSET)\b[\s\S]*)?)$/i.exec(inside ?? '') ?? [];
  const fields = list.split(',').map((field) => field.trim());
  if (inside === undefined) return { object, fields: ['Id'], clauses: '' };
  if (fields.some((field) => !/^\w[\w.]*(?:\(\w[\w.]*\))?$/.test(field))) throw malformed(inside);
  return { object, fields, clauses };
}

/**
 * Reads a SOSL query: `FIND {words} IN NAME FIELDS RETURNING Account(Id, Name WHERE …), Contact
 * LIMIT 10`. WITH and the other filters are not read.
 *
 * @throws {ApiError} MALFORMED_SEARCH
 */
export function parseSosl(source: string): Sosl {
  let rest = source;
  function take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(rest);
    if (match !== null) rest = rest.slice(match[0].length);
    return match;
  }

  const words = take(find)?.[1];
  if (words === undefined) throw malformed(source);
  const group = (take(fieldGroup)?.[1] ?? 'ALL').toUpperCase() as FieldGroup;
  const returning: Returning[] = [];
  if (take(returningWord) !== null) {
    do {
      const object = take(objectName)?.[1];
      if (object === undefined) throw malformed(rest);
      const end = rest.startsWith('(') ? closingOf(rest) : undefined;
      returning.push(parseReturning(object, end === undefined ? undefined : rest.slice(1, end)));
      if (end !== undefined) rest = rest.slice(end + 1);
    } while (take(/^\s*,/) !== null);
  }
  const limit = take(limitClause)?.[1];
  if (rest.trim() !== '') throw malformed(rest);
  return {
    words,
    fieldGroup: group,
    returning: returning.length === 0 ? undefined : returning,
    limit: limit === undefined ? undefined : Number(limit),
  };
}
