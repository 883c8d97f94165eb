import type {
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import type { Clause, SourceScope } from './source-scope.ts';

/** One comparison, or a semi-join. */
export type Test = Exclude<ConditionWithValueQuery, NegationCondition>;

export type ConditionTree =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'not'; readonly part: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ConditionTree[] };

type Item = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly test: Test };

function isTest(condition: ConditionWithValueQuery): condition is Test {
  return 'operator' in condition;
}

/** The parser gives one long chain with counted parentheses; this is the text's order again. */
function flatten(clause: WhereClause | HavingClause): Item[] {
  const items: Item[] = [];
  for (let rest: WhereClause | HavingClause | undefined = clause; rest !== undefined; ) {
    const { left } = rest;
    items.push(...Array<'('>(left?.openParen ?? 0).fill('('));
    if (left !== null && isTest(left)) {
      items.push({ test: left }, ...Array<')'>(left.closeParen ?? 0).fill(')'));
    }
    if ('operator' in rest) {
      items.push(rest.operator);
      rest = rest.right;
    } else {
      rest = undefined;
    }
  }
  return items;
}

/**
 * Builds the tree that Salesforce's grammar allows (documented: "must specify parentheses when
 * nesting operators"): AND and OR do not mix at one level, and NOT stands alone at its level (seen:
 * `x AND NOT (y)` is refused with "unexpected token: 'NOT'", `x AND (NOT y)` is not). The parser
 * takes all of these.
 * @throws {ApiError} MALFORMED_QUERY
 */
export function conditionTree(
  clause: WhereClause | HavingClause,
  scope: SourceScope,
  name: Clause = 'where',
): ConditionTree {
  const items = flatten(clause);
  let place = 0;
  let operators = 0;

  function refuse(token: string): Error {
    const message = `unexpected token: '${token}'`;
    return scope.failAtOperator(name, operators, 'MALFORMED_QUERY', message);
  }
  function operand(): ConditionTree {
    const item = items[place];
    place += 1;
    if (item === '(') {
      const tree = level();
      place += 1;
      return tree;
    }
    if (typeof item === 'object') {
      return { kind: 'test', test: item.test };
    }
    throw refuse(item ?? '<EOF>');
  }
  function level(): ConditionTree {
    if (items[place] === 'NOT') {
      place += 1;
      operators += 1;
      const part = operand();
      const next = items[place];
      if (next === 'AND' || next === 'OR') {
        throw refuse(next);
      }
      return { kind: 'not', part };
    }
    const first = operand();
    const operator = items[place];
    if (operator !== 'AND' && operator !== 'OR') {
      return first;
    }
    const parts = [first];
    for (let next = items[place]; next === 'AND' || next === 'OR'; next = items[place]) {
      if (next !== operator) {
        throw refuse(next);
      }
      place += 1;
      operators += 1;
      parts.push(operand());
    }
    return { kind: operator === 'AND' ? 'and' : 'or', parts };
  }
  return level();
}
