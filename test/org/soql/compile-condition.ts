import type { FieldValue } from '../data/record-table.ts';
import { compileComparison, type Predicate } from './comparison.ts';
import type { Expression } from './expression.ts';
import type { ConditionReading, Reading, SelectReading, TestReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

interface ConditionContext<Row> {
  readonly source: string;
  readonly now: Date;
  /** The left side of a comparison. */
  resolve(left: Reading): Expression<Row>;
  /** The ids that a semi-join's subquery selects; absent where there is none (HAVING, children). */
  semiJoin?(left: Expression<Row>, subquery: SelectReading): ReadonlySet<FieldValue>;
}

function refuse<Row>({ source }: ConditionContext<Row>, place: number, message: string): Error {
  return errorAt(source, place, 'MALFORMED_QUERY', message);
}

function compileTest<Row>(test: TestReading, context: ConditionContext<Row>): Predicate<Row> {
  const left = context.resolve(test.left);
  if (test.subquery === undefined) {
    return compileComparison(left, test, context);
  }
  if (context.semiJoin === undefined) {
    // Documented: in the main WHERE only; seen for nested conditions.
    const message =
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.';
    throw refuse(context, left.place, message);
  }
  const ids = context.semiJoin(left, test.subquery);
  const negated = test.operator === 'NOT IN';
  return (row) => ids.has(left.read(row)) !== negated;
}

function semiJoinIn(tree: ConditionReading): TestReading | undefined {
  switch (tree.kind) {
    case 'test':
      return tree.subquery === undefined ? undefined : tree;
    case 'not':
      return semiJoinIn(tree.part);
    default:
      return tree.parts.map(semiJoinIn).find((test) => test !== undefined);
  }
}

function refuseSemiJoin<Row>(
  tree: ConditionReading,
  context: ConditionContext<Row>,
  message: string,
) {
  const test = semiJoinIn(tree);
  if (test !== undefined) {
    throw refuse(context, test.left.place, message);
  }
}

/**
 * Compiles a WHERE or a HAVING.
 * @param nested whether the condition stands within another
 * @throws {ApiError} at the first thing that Salesforce would refuse
 */
export function compileCondition<Row>(
  tree: ConditionReading,
  context: ConditionContext<Row>,
  nested = false,
): Predicate<Row> {
  switch (tree.kind) {
    case 'test':
      return compileTest(tree, context);
    case 'not': {
      // Documented: not with NOT. The wording is a guess after that for OR.
      refuseSemiJoin(
        tree,
        context,
        "Semi join sub-selects are not allowed with the 'NOT' operator",
      );
      const part = compileCondition(tree.part, context, true);
      return (row) => !part(row);
    }
    case 'and': {
      const parts = tree.parts.map((part) => compileCondition(part, context, true));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      // Seen, both.
      const message = nested
        ? 'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.'
        : "Semi join sub-selects are not allowed with the 'OR' operator";
      refuseSemiJoin(tree, context, message);
      const parts = tree.parts.map((part) => compileCondition(part, context, true));
      return (row) => parts.some((part) => part(row));
    }
  }
}
