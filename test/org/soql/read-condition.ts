import { ApiError } from '../data/api-error.ts';
import { readCall } from './read-call.ts';
import { isLiteral, readLiteral, refuseBind } from './read-literal.ts';
import type {
  ConditionReading,
  LiteralReading,
  SelectReading,
  TestReading,
} from './select-reading.ts';
import type { Token } from './soql-tokens.ts';
import type { TokenReader } from './token-reader.ts';

const comparisons = new Set(['=', '!=', '<>', '<', '>']);

/** Deeper than anybody writes, and shallow enough for the stack. */
const deepest = 200;

/** What may stand after a condition in parentheses. */
export function mayFollowCondition({ kind, text }: Token): boolean {
  return (
    kind === 'end' || /^(?:\)|and|or|with|group|order|limit|offset|for|update|having)$/i.test(text)
  );
}

/** `IN (…)`, after its opening parenthesis. */
function readList(reader: TokenReader): LiteralReading[] {
  const literals = [readLiteral(reader)];
  while (reader.takeIf(',')) {
    literals.push(readLiteral(reader));
  }
  reader.expect(')', mayFollowCondition);
  return literals;
}

type RightSide = Omit<TestReading, 'kind' | 'left'>;

/** `<`, `=` and `< =`, which Salesforce takes too. */
function readComparison(reader: TokenReader): RightSide {
  const sign = reader.take().text;
  const operator = /^[<>]$/.test(sign) && reader.takeIf('=') ? `${sign}=` : sign;
  return { operator, literals: [readLiteral(reader)] };
}

function readRightSide(
  reader: TokenReader,
  start: Token,
  readSemiJoin: () => SelectReading,
): RightSide {
  if (comparisons.has(reader.peek().text)) {
    return readComparison(reader);
  }
  if (reader.takeIf('like')) {
    if (reader.is('null')) {
      // Documented (Winter '25 release notes).
      throw reader.unexpected();
    }
    return { operator: 'LIKE', literals: [readLiteral(reader, true)] };
  }
  if (reader.is('includes') || reader.is('excludes')) {
    const operator = reader.take().text.toUpperCase();
    reader.expect('(', isLiteral);
    return { operator, literals: readList(reader) };
  }
  const negated = reader.takeIf('not');
  if (!reader.takeIf('in')) {
    throw reader.unexpected(start);
  }
  if (reader.is(':')) {
    throw refuseBind(reader);
  }
  if (!reader.takeIf('(')) {
    throw reader.unexpected(start);
  }
  const operator = negated ? 'NOT IN' : 'IN';
  if (reader.is('select')) {
    const subquery = readSemiJoin();
    reader.expect(')', mayFollowCondition);
    return { operator, literals: [], subquery };
  }
  if (!isLiteral(reader.peek()) && !reader.isName() && !reader.is(':')) {
    throw reader.unexpected(start);
  }
  return { operator, literals: readList(reader) };
}

function readTest(reader: TokenReader, readSemiJoin: () => SelectReading): TestReading {
  const start = reader.peek();
  const left = reader.expression(readCall(reader, start));
  return { kind: 'test', left, ...readRightSide(reader, start, readSemiJoin) };
}

/**
 * Reads the condition after WHERE or HAVING. AND and OR do not mix at one level (documented: "must
 * specify parentheses when nesting operators"), and NOT stands alone at its level (seen: `x AND NOT
 * (y)` is refused with "unexpected token: 'NOT'", `x AND (NOT y)` is not).
 *
 * @param readSemiJoin reads the subquery of an IN
 * @throws {ApiError} MALFORMED_QUERY
 */
export function readCondition(
  reader: TokenReader,
  readSemiJoin: () => SelectReading,
): ConditionReading {
  function operand(depth: number): ConditionReading {
    if (reader.is('(')) {
      if (depth > deepest) {
        // Seen, for conditions that are too long or too nested.
        const message =
          'Query is either selecting too many fields or the filter conditions are too complicated.';
        throw new ApiError(400, 'QUERY_TOO_COMPLICATED', message);
      }
      reader.take();
      const inner = level(depth + 1);
      reader.expect(')', mayFollowCondition);
      return inner;
    }
    if (!reader.isName()) {
      throw reader.unexpected();
    }
    return readTest(reader, readSemiJoin);
  }
  function level(depth: number): ConditionReading {
    if (reader.takeIf('not')) {
      return { kind: 'not', part: operand(depth) };
    }
    const first = operand(depth);
    const kind = reader.is('and') ? 'and' : 'or';
    if (!reader.is(kind)) {
      return first;
    }
    const parts = [first];
    while (reader.takeIf(kind)) {
      parts.push(operand(depth));
    }
    return { kind, parts };
  }
  return level(0);
}
