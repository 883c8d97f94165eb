/** What a text of SQL is made of. Words are in lower case, quoted names without their quotes. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'bind' | 'sign';
  readonly text: string;
}

/** A text of SQL that says, or could say, something that it must not. */
export class SqlTextError extends TypeError {
  override readonly name = 'SqlTextError';
}

/**
 * The part of SQL's spelling that can be read in one way only. What is not here does not pass: comments,
 * strings with escapes (`E'…'`, `U&'…'`, `$$…$$`), names with escapes (`U&"…"`), a backslash, `;`.
 *
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
const spellings: readonly (readonly [SqlToken['kind'] | 'blank', RegExp])[] = [
  ['blank', /[ \t\r\n]+/y],
  // In other encodings and settings a backslash may begin an escape; a "$" would be a value in quotes.
  ['text', /'(?:[^'\\$\0]|'')*'(?!')/y],
  ['name', /"[A-Za-z_][A-Za-z0-9_]{0,62}"(?!")/y],
  // Before a quote it would be a prefix that changes what the quotes mean.
  ['word', /[A-Za-z_][A-Za-z0-9_]{0,62}(?![\w$'"\u0080-\uffff])/y],
  ['number', /\d+(?:\.\d+)?(?![\w$.])/y],
  ['bind', /\$\d+(?!\w)/y],
  ['sign', /(?!--|\/\*)(?:::|<>|!=|<=|>=|\|\||->>|->|[()[\],.*+\-/%<>=])/y],
];

/** @throws {SqlTextError} at the first place that is not of those spellings */
export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let place = 0; place < text.length; ) {
    const [kind, found] = readAt(text, place);
    place += found.length;
    if (kind === 'word') tokens.push({ kind, text: found.toLowerCase() });
    else if (kind === 'name') tokens.push({ kind, text: found.slice(1, -1) });
    else if (kind !== 'blank') tokens.push({ kind, text: found });
  }
  return tokens;
}

function readAt(text: string, place: number): readonly [SqlToken['kind'] | 'blank', string] {
  for (const [kind, spelling] of spellings) {
    spelling.lastIndex = place;
    const [found] = spelling.exec(text) ?? [];
    if (found !== undefined) return [kind, found];
  }
  throw new SqlTextError(`This is not SQL that a route may use: ${text.slice(place, place + 40)}`);
}
