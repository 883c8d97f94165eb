import { momentText } from './moment-text.ts';
import { NoLiteral } from './no-literal.ts';
import { requireTemplate } from './template-tag.ts';

/** What may stand in a `${…}` of a query. Anything else is a mistake in a route and throws. */
export type SoqlValue =
  | string
  | number
  | boolean
  | null
  | Date
  | Soql<unknown>
  | SoqlDate
  | SoqlLike
  | readonly (string | number)[];

/** A finished query or a fragment of one. Only the `soql` tag makes it, so its text is never text from outside. */
export class Soql<Row = unknown> {
  /** Carries the type that the route gives its rows; never there at run time. */
  declare readonly row: Row;
  readonly #text: string;

  constructor(key: typeof constructionKey, text: string) {
    if (key !== constructionKey) {
      throw new TypeError('A query is written with the soql`…` template, never built from strings');
    }
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

const constructionKey = Symbol('soql');

class SoqlDate {
  readonly day: string;
  constructor(day: string) {
    // Date.parse takes the 30th of February for the 2nd of March.
    const parsed = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
    if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 10) !== day) {
      throw new NoLiteral('SOQL', 'what is not a day, written YYYY-MM-DD');
    }
    this.day = day;
  }
}

class SoqlLike {
  /** What stands between the wildcards, as it is. */
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Writes a SOQL query in which every `${value}` is a literal, never syntax.
 *
 * Strings are quoted and escaped, arrays become the list of an `IN`, dates and numbers are written
 * as SOQL writes them, and another `soql` fragment is inserted as it is. Object and field names
 * cannot be values: write them out.
 *
 * @typeParam Row the shape of a row; a promise that the route's output schema then checks
 * @throws {TypeError} when a value has no literal in SOQL (an object, `undefined`, an empty list, a list of lists)
 * @throws {NoLiteral} when a number is not finite, beyond 18 digits or all but 0, or a date is not valid or
 *   not of the years 0 to 9999
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 * @example
 * soql<{ Id: string }>`SELECT Id FROM Order WHERE Status = ${status} AND EffectiveDate >= ${soqlDate('2026-01-01')}`
 */
export function soql<Row = unknown>(
  strings: TemplateStringsArray,
  ...values: readonly SoqlValue[]
): Soql<Row> {
  requireTemplate('soql', strings);
  const text = strings.reduce((query, part, index) => query + literal(values[index - 1]) + part);
  return new Soql<Row>(constructionKey, text);
}

/**
 * The name of an object, which the middleware itself puts into a query.
 *
 * @throws {TypeError} when it is not a name as Salesforce has them
 */
export function soqlName(name: string): Soql {
  if (!/^[A-Za-z]\w{0,79}$/.test(name)) {
    throw new TypeError(`An object of Salesforce's has another name than ${JSON.stringify(name)}`);
  }
  return new Soql(constructionKey, name);
}

/**
 * A day in a query: SOQL compares date fields with an unquoted `YYYY-MM-DD`.
 *
 * @param day `YYYY-MM-DD`
 * @throws {NoLiteral} when it is not such a day
 * @example soql`SELECT Id FROM Order WHERE EffectiveDate < ${soqlDate('2026-11-22')}`
 */
export const soqlDate = (day: string): SoqlDate => new SoqlDate(day);

/**
 * A `LIKE` pattern that finds `text` anywhere, its own `%`, `_` and `\` taken as they are.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 * @example soql`SELECT Id FROM Product2 WHERE Name LIKE ${containing('50% off')}`
 */
export const containing = (text: string): SoqlLike => new SoqlLike(text);

function literal(value: SoqlValue | undefined): string {
  if (value instanceof Soql) return value.toString();
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return decimal(value);
  if (value instanceof Date) return momentText('SOQL', value);
  if (value instanceof SoqlDate) return value.day;
  // `\%` and `\_` are escapes of the literal itself, as `\'` is: there is one level of them.
  if (value instanceof SoqlLike) return `'%${escaped(value.text).replace(/[%_]/g, '\\$&')}%'`;
  if (Array.isArray(value) && value.length > 0) {
    // Array.from, because `map` passes over holes.
    return `(${Array.from(value, listed).join(', ')})`;
  }
  throw new TypeError(
    `SOQL has no literal for ${Array.isArray(value) ? 'an empty list' : typeof value}`,
  );
}

function listed(item: unknown): string {
  if (typeof item === 'string' || typeof item === 'number') return literal(item);
  throw new TypeError(`SOQL has no literal for a list with ${typeof item} in it`);
}

function decimal(value: number): string {
  // As nearly every number is. `-0` is 0.
  if (Number.isInteger(value) && Math.abs(value) < 1e18) return String(value);
  // Never 1e-7: SOQL is not documented to read exponents.
  const text = value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 100 });
  if (Math.abs(value) < 1e18 && Number(text) === value) return text;
  throw new NoLiteral('SOQL', 'a number that is not finite, too large or too small');
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Zl}\p{Zp}"'\\]/gu,
      (character) =>
        escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
