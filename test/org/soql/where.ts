import type { HavingClause, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { FieldValue } from '../data/record-table.ts';
import { compileComparison, type Predicate } from './comparison.ts';
import { type ConditionTree, conditionTree, type Test } from './condition-tree.ts';
import type { Expression } from './expression.ts';
import type { OperandContext } from './operand.ts';

interface ConditionContext<Row> extends OperandContext {
  /** The left side of a comparison: a field path, or a function. */
  resolve(test: Test): Expression<Row>;
  /** The ids that a semi-join's subquery selects; absent where there is none (HAVING). */
  semiJoin?(left: Expression<Row>, query: Query): ReadonlySet<FieldValue>;
}

function refuseSemiJoin<Row>(context: ConditionContext<Row>, text: string, message: string): Error {
  return context.scope.fail(context.clause, text, 'MALFORMED_QUERY', message);
}

function compileTest<Row>(test: Test, context: ConditionContext<Row>): Predicate<Row> {
  const left = context.resolve(test);
  if (!('valueQuery' in test)) {
    return compileComparison(left, test, context);
  }
  const operator = test.operator.toUpperCase();
  if (context.semiJoin === undefined || !/^(?:NOT )?IN$/.test(operator)) {
    const message = 'Semi join sub-selects are only allowed with IN and NOT IN in WHERE';
    throw refuseSemiJoin(context, left.text, message);
  }
  const ids = context.semiJoin(left, test.valueQuery);
  const negated = operator === 'NOT IN';
  return (row) => ids.has(left.read(row)) !== negated;
}

function hasSemiJoin(tree: ConditionTree): boolean {
  switch (tree.kind) {
    case 'test':
      return 'valueQuery' in tree.test;
    case 'not':
      return hasSemiJoin(tree.part);
    default:
      return tree.parts.some(hasSemiJoin);
  }
}

function compileTree<Row>(tree: ConditionTree, context: ConditionContext<Row>): Predicate<Row> {
  switch (tree.kind) {
    case 'test':
      return compileTest(tree.test, context);
    case 'not': {
      const part = compileTree(tree.part, context);
      return (row) => !part(row);
    }
    case 'and': {
      const parts = tree.parts.map((part) => compileTree(part, context));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      if (hasSemiJoin(tree)) {
        // Seen.
        const message = "Semi join sub-selects are not allowed with the 'OR' operator";
        throw refuseSemiJoin(context, '', message);
      }
      const parts = tree.parts.map((part) => compileTree(part, context));
      return (row) => parts.some((part) => part(row));
    }
  }
}

/**
 * Compiles a WHERE or a HAVING.
 * @throws {ApiError} at the first thing that Salesforce would refuse
 */
export function compileCondition<Row>(
  clause: WhereClause | HavingClause,
  context: ConditionContext<Row>,
): Predicate<Row> {
  return compileTree(conditionTree(clause, context.scope, context.clause), context);
}
