import { errorAt, type Token, tokenize } from './source-text.ts';

const clauses = ['select', 'from', 'where', 'group', 'having', 'order', 'limit'] as const;

export type Clause = (typeof clauses)[number];

/**
 * The text of one SELECT, to say where in the query something is wrong. A subquery is a scope of
 * its own, so that a field of the same name in the outer query is not mistaken for the culprit.
 */
export interface SourceScope {
  /** The SELECTs inside this one, in the order of the text. */
  readonly inner: readonly SourceScope[];
  /** An error at the first place in the clause that reads so; at the clause's start failing that. */
  fail(clause: Clause, text: string, errorCode: string, message: string): Error;
  /** An error at the n-th AND, OR or NOT of the clause. */
  failAtOperator(clause: Clause, index: number, errorCode: string, message: string): Error;
}

function isClause(word: string): word is Clause {
  return (clauses as readonly string[]).includes(word);
}

function unspaced(text: string): string {
  return text.replaceAll(/\s/g, '').toLowerCase();
}

/** Splits the tokens of a SELECT by clause, leaving its subqueries' to scopes of their own. */
function buildScope(
  source: string,
  tokens: readonly Token[],
  range: { next: number },
): SourceScope {
  const byClause = new Map<Clause, Token[]>();
  const inner: SourceScope[] = [];
  let current: Token[] = [];
  for (let depth = 0; range.next < tokens.length; range.next += 1) {
    const token = tokens[range.next];
    const word = token?.text.toLowerCase();
    if (token === undefined || word === undefined || (word === ')' && depth === 0)) {
      break;
    }
    if (word === '(' && tokens[range.next + 1]?.text.toLowerCase() === 'select') {
      range.next += 1;
      inner.push(buildScope(source, tokens, range));
      continue;
    }
    depth += word === '(' ? 1 : word === ')' ? -1 : 0;
    if (depth === 0 && isClause(word) && !byClause.has(word)) {
      current = [];
      byClause.set(word, current);
    }
    current.push(token);
  }

  function failAt(token: Token | undefined, errorCode: string, message: string): Error {
    return errorAt(source, token?.start ?? 0, errorCode, message);
  }
  return {
    inner,
    fail(clause, text, errorCode, message) {
      const within = byClause.get(clause) ?? [];
      const [start, ...rest] = within;
      const wanted = unspaced(text);
      const found = rest.find((token) => unspaced(token.text) === wanted);
      return failAt(found ?? rest[0] ?? start, errorCode, message);
    },
    failAtOperator(clause, index, errorCode, message) {
      const within = byClause.get(clause) ?? [];
      const operators = within.filter(
        (token, place) =>
          /^(?:and|or|not)$/i.test(token.text) &&
          !(/^not$/i.test(token.text) && /^in$/i.test(within[place + 1]?.text ?? '')),
      );
      return failAt(operators[index], errorCode, message);
    },
  };
}

/** The scope of a whole query. */
export function createSourceScope(source: string): SourceScope {
  return buildScope(source, tokenize(source), { next: 0 });
}
