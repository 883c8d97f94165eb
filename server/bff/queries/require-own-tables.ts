import { SqlTextError, type SqlToken, sqlTokens } from './sql-tokens.ts';

/** What may stand before a `(`, beside the words of the language: functions that read nothing but what they are given. */
const functions = new Set(
  [
    'count sum avg min max bool_and bool_or every array_agg string_agg json_agg jsonb_agg',
    'json_build_object jsonb_build_object row_number rank dense_rank percent_rank ntile lag lead',
    'first_value last_value coalesce nullif greatest least abs ceil ceiling floor round trunc mod',
    'sign power sqrt lower upper initcap length char_length left right concat concat_ws trim btrim',
    'ltrim rtrim replace split_part substr substring strpos starts_with to_char to_date to_timestamp',
    'date_trunc date_part extract make_date age now generate_series unnest cardinality',
  ].flatMap((line) => line.split(' ')),
);

const language = new Set(
  [
    'select from join lateral where on using and or not in exists any some all between like ilike',
    'case when then else having by over filter values distinct as materialized union intersect',
    'except limit offset cast array row group numeric decimal varchar char is',
  ].flatMap((line) => line.split(' ')),
);

/** Functions that may stand where a table does. */
const sets = new Set(['generate_series', 'unnest']);

/** Functions within whose brackets FROM means something else. */
const ownFrom = new Set(['extract', 'trim', 'substring']);

/** They read, lock or change what a query of a route has no business with. */
const forbidden = new Set(
  [
    'into table only for insert update delete merge operator set reset show call execute copy create',
    'alter drop truncate grant revoke lock listen notify do',
  ].flatMap((line) => line.split(' ')),
);

/** Where a list of tables is over. */
const afterTables = new Set(
  'select where having window limit offset fetch union intersect except'.split(' '),
);

/** There too, unless it is the `GROUP` of `WITHIN GROUP (…)`. */
const afterTablesWithBy = new Set(['group', 'order']);

/** What a bracket, or the text itself, holds. */
interface Level {
  /** Commas are between tables. */
  inTables: boolean;
  /** The next is a table. */
  wantsTable: boolean;
  /** What stands before the bracket. */
  readonly callee?: string | undefined;
  readonly outer?: Level;
}

/**
 * Makes sure that a text of a route reads nothing but the tables that it declares, each of which is then
 * the part of it that the user may see: no schema is named, no other table, and no function that could
 * reach one, as `query_to_xml('select …')` does.
 *
 * It knows a part of SQL and refuses the rest. Should Postgres read a text in another way, there is a
 * second rule that knows nothing of clauses: what stands before a dot is a name of the text's own. The
 * transaction adds that it only reads, and that its search path is empty, so that another table's name
 * means nothing. (A name with its schema would mean something there: only these two rules keep it out.)
 *
 * @param text of a query, or of a condition
 * @param tables what the text declares
 * @param about the table whose rows a condition is about: it may name their columns, and not read it
 * @throws {SqlTextError} that says what is not right
 */
export function requireOwnTables(text: string, tables: ReadonlySet<string>, about?: string): void {
  const tokens = sqlTokens(text);
  const known = new Set([...tables, ...namesOfWith(tokens)]);
  let level: Level = { inTables: false, wantsTable: false };

  tokens.forEach((token, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (isName(token)) refuseSchema(token.text);
    if (isSign(token, '.')) requireColumn(before, after);
    // A column may be called anything.
    else if (isSign(before, '.')) refuseMore(token, after);
    else if (isSign(token, '(')) level = opened(level, before);
    else if (isSign(token, '[')) level = { inTables: false, wantsTable: false, outer: level };
    else if (isSign(token, ')', ']')) level = closed(level);
    else if (level.wantsTable && !isWord(token, 'select', 'with', 'values', 'lateral')) {
      requireTable(token, after, known);
      level.wantsTable = false;
    } else if (isSign(token, ',')) level.wantsTable = level.inTables;
    else if (token.kind === 'word') readWord(token.text, level, tokens.slice(0, index), after);
  });
  if (level.outer !== undefined) throw new SqlTextError('A bracket is not closed');
  if (level.wantsTable) throw new SqlTextError('A table is missing at the end');
  requireOwnNames(tokens, new Set(about === undefined ? known : [...known, about]));
}

function readWord(
  word: string,
  level: Level,
  before: readonly SqlToken[],
  after: SqlToken | undefined,
): void {
  if (forbidden.has(word)) throw new SqlTextError(`A route's query has no ${word.toUpperCase()}`);
  if (level.wantsTable && word !== 'lateral') {
    if (!isSign(before.at(-1), '(')) throw new SqlTextError(`A table is missing before ${word}`);
    level.wantsTable = false;
    level.inTables = false;
  }
  if (afterTables.has(word) || (afterTablesWithBy.has(word) && isWord(after, 'by'))) {
    level.inTables = false;
  }
  if (
    word === 'join' ||
    (word === 'from' && !isOperator(before) && !ownFrom.has(level.callee ?? ''))
  ) {
    level.inTables = true;
    level.wantsTable = true;
  }
}

/** `IS DISTINCT FROM` compares; after `t.is`, a column, `distinct` would be its label. */
function isOperator(before: readonly SqlToken[]): boolean {
  if (!isWord(before.at(-1), 'distinct')) return false;
  const is = isWord(before.at(-2), 'not') ? -3 : -2;
  return isWord(before.at(is), 'is') && !isSign(before.at(is - 1), '.');
}

function opened(level: Level, before: SqlToken | undefined): Level {
  const callee = isName(before) ? before.text : undefined;
  const isQuoted = before?.kind === 'name';
  const isHarmless = callee === undefined || language.has(callee) || functions.has(callee);
  if (isQuoted || !isHarmless) {
    throw new SqlTextError(`A route's query does not call ${callee}`);
  }
  const { wantsTable } = level;
  level.wantsTable = false;
  return { inTables: wantsTable, wantsTable, callee, outer: level };
}

function closed({ wantsTable, outer }: Level): Level {
  if (outer === undefined) throw new SqlTextError('A bracket is closed that was never opened');
  if (wantsTable) throw new SqlTextError('A table is missing in a bracket');
  return outer;
}

/** Schemas that there always are; any other is refused where a table stands. */
function refuseSchema(name: string): void {
  if (/^(?:salesforce|public|information_schema|pg_.*)$/i.test(name)) {
    throw new SqlTextError(
      `A route's query does not name ${name}: it reads the tables that it declares, by their names`,
    );
  }
}

function requireTable(token: SqlToken, after: SqlToken | undefined, known: ReadonlySet<string>) {
  if (isSign(after, '(') && sets.has(token.text)) return;
  if (isSign(after, '.'))
    throw new SqlTextError(`A route's query names no schema: ${token.text}.…`);
  if (!isName(token) || !known.has(token.text)) {
    throw new SqlTextError(`A route's query reads ${token.text}, which it does not declare`);
  }
}

/** Before every dot: a table, or a name that the text gives to one, with AS or right behind it. */
function requireOwnNames(tokens: readonly SqlToken[], known: ReadonlySet<string>): void {
  const given = tokens.filter((token, index) => {
    const before = tokens[index - 1];
    const isBehindTable = isSign(before, ')') || (isName(before) && known.has(before.text));
    return isName(token) && (isBehindTable || isWord(before, 'as'));
  });
  const own = new Set([...known, ...given.map(({ text }) => text)]);
  tokens.forEach(({ text }, index) => {
    if (isSign(tokens[index + 1], '.') && !own.has(text)) {
      throw new SqlTextError(`A route's query names no schema: ${text}.…`);
    }
  });
}

function requireColumn(before: SqlToken | undefined, after: SqlToken | undefined): void {
  const isColumn = isName(before) && (isName(after) || isSign(after, '*'));
  if (!isColumn) throw new SqlTextError('A dot is between a table and a column');
}

function refuseMore(token: SqlToken, after: SqlToken | undefined): void {
  if (isSign(after, '.', '(')) {
    throw new SqlTextError(`A route's query names no schema: …${token.text}${after?.text}`);
  }
}

/** `name AS (…)`: what a text calls parts of itself. */
function namesOfWith(tokens: readonly SqlToken[]): string[] {
  return tokens
    .filter((token, index) => {
      const [as, ...then] = tokens.slice(index + 1, index + 5);
      const bracket = then.find((each) => !isWord(each, 'not', 'materialized'));
      return isName(token) && isWord(as, 'as') && isSign(bracket, '(');
    })
    .map(({ text }) => text);
}

const isName = (token: SqlToken | undefined): token is SqlToken =>
  token?.kind === 'word' || token?.kind === 'name';

const isWord = (token: SqlToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text);

const isSign = (token: SqlToken | undefined, ...signs: readonly string[]): boolean =>
  token?.kind === 'sign' && signs.includes(token.text);
