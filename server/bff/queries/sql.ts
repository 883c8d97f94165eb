import { anyValue } from './any-value.ts';
import { momentText } from './moment-text.ts';
import { NoLiteral } from './no-literal.ts';
import { SqlTextError } from './sql-tokens.ts';
import { requireTemplate } from './template-tag.ts';

/** What may stand in a `${…}` of a query. Anything else is a mistake in a route and throws. */
export type SqlValue =
  | string
  | number
  | boolean
  | null
  | Date
  | Sql<unknown>
  | readonly (string | number | boolean)[];

type Bind = string | number | boolean | null | readonly (string | number | boolean)[];

/** A query as Postgres takes it: the values apart from the text. */
export interface SqlStatement {
  readonly text: string;
  readonly values: readonly Bind[];
}

/** A finished query or a fragment of one. Only the `sql` tag makes it, so its text is never text from outside. */
export class Sql<Row = unknown> {
  /** Carries the type that the route gives its rows; never there at run time. */
  declare readonly row: Row;
  /** One more than there are values, which stand between them. */
  readonly #texts: readonly string[];
  readonly #values: readonly Bind[];

  constructor(key: typeof constructionKey, texts: readonly string[], values: readonly SqlValue[]) {
    if (key !== constructionKey) {
      throw new TypeError('A query is written with the sql`…` template, never built from strings');
    }
    const flat = { texts: [texts[0] ?? ''], values: [] as Bind[] };
    values.forEach((value, index) => {
      const after = texts[index + 1] ?? '';
      if (value instanceof Sql) {
        const [first = '', ...rest] = value.#texts;
        flat.texts.push(`${flat.texts.pop()}${first}`, ...rest);
        flat.texts.push(`${flat.texts.pop()}${after}`);
        flat.values.push(...value.#values);
      } else {
        flat.texts.push(after);
        flat.values.push(bindOf(value));
      }
    });
    this.#texts = flat.texts;
    this.#values = flat.values;
  }

  /** Numbered only now, when nothing more is put around it. */
  statement(): SqlStatement {
    // Apart from what stands beside it: `total$1` would be a name.
    const text = this.#texts.reduce((query, part, index) => `${query} $${index} ${part}`);
    return { text, values: this.#values };
  }
}

const constructionKey = Symbol('sql');

/**
 * Writes an SQL query in which every `${value}` is a bound parameter, never syntax.
 *
 * Postgres gets the text and the values apart. An array is one value: `sfid = ANY(${ids})`. Another `sql`
 * fragment is inserted as it is. Table and column names cannot be values: write them out. A part of a text
 * is found by `strpos(lower(name), lower(${search})) > 0`, without wildcards to escape.
 *
 * @typeParam Row the shape of a row; a promise that the route's output schema then checks
 * @throws {TypeError} when a value cannot be bound (an object, `undefined`, a list of lists), or the text has a `$`
 * @throws {NoLiteral} when a number is not finite, or a date not valid or not of the years 0 to 9999
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 * @example
 * sql<{ sfid: string }>`SELECT sfid FROM "order" WHERE status = ${status} AND effectivedate >= ${from}`
 */
export function sql<Row = unknown>(
  strings: TemplateStringsArray,
  ...values: readonly SqlValue[]
): Sql<Row> {
  requireTemplate('sql', strings);
  const number = strings.find((text) => text.includes('$'));
  if (number !== undefined) {
    throw new SqlTextError(`Write a value as \${value}, without a number of its own: ${number}`);
  }
  return new Sql<Row>(constructionKey, strings, values);
}

/**
 * The name of a table, which the middleware itself puts into a query.
 *
 * @throws {TypeError} when it is not a name as Heroku Connect writes them
 */
export function sqlName(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) {
    throw new TypeError(`A replicated table has a lower-case name, not ${JSON.stringify(name)}`);
  }
  return new Sql(constructionKey, [`"${name}"`], []);
}

function bindOf(value: Exclude<SqlValue, Sql> | undefined): Bind {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NoLiteral('SQL', 'a number that is not finite');
    return value;
  }
  // Heroku Connect keeps times in UTC without saying so; pg would send the time of this machine's zone.
  if (value instanceof Date) return momentText('SQL', value);
  // Array.from, because `every` passes over holes.
  if (Array.isArray(value) && Array.from(value).every(isPlain)) {
    return value.map((item) => (typeof item === 'string' ? item.toWellFormed() : item));
  }
  if (value === anyValue) return null;
  throw new TypeError(
    `SQL takes no ${Array.isArray(value) ? 'such list' : typeof value} as a value`,
  );
}

const isPlain = (item: unknown): item is string | number | boolean =>
  typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item);
