import type { FieldValue } from '../data/record-table.ts';
import { type Expression, isIdType, isTextType } from './expression.ts';
import { type Operand, type OperandContext, toOperand } from './operand.ts';
import { equals, includes, like, type Matches, ordered } from './operand-matches.ts';
import type { LiteralReading, TestReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

export type Predicate<Row> = (row: Row) => boolean;

/** Whether a type has an operator (documented by type). */
function hasOperator({ type }: Expression<never>, operator: string): boolean {
  switch (operator) {
    case 'INCLUDES':
    case 'EXCLUDES':
      return type === 'multipicklist';
    case 'LIKE':
      return !isIdType(type) && type !== 'multipicklist';
    default:
      return type !== 'boolean' || !/^[<>]=?$/.test(operator);
  }
}

/** The wording is seen for ids and for fields that do not filter, a guess for other types. */
function checkOperator(
  expression: Expression<never>,
  operator: string,
  { source }: OperandContext,
): void {
  const { type, text, place, field } = expression;
  if (!field.filterable) {
    const message = `field '${text}' can not be filtered in a query call`;
    throw errorAt(source, place, 'INVALID_FIELD', message);
  }
  if (!hasOperator(expression, operator)) {
    const what = isIdType(type) ? 'id' : isTextType(type) ? 'string' : type;
    const message = `invalid operator on ${what} field`;
    throw errorAt(source, place, 'INVALID_QUERY_FILTER_OPERATOR', message);
  }
}

/**
 * Compiles one comparison. Logic has two values: `!=` and NOT IN are true of null, LIKE and the
 * orders are false of it (guessed, all of these).
 * @throws {ApiError} where the operator or the literal does not suit the field
 */
export function compileComparison<Row>(
  expression: Expression<Row>,
  { operator, literals }: TestReading,
  context: OperandContext,
): Predicate<Row> {
  checkOperator(expression, operator, context);
  const operand = (literal: LiteralReading): Operand => toOperand(expression, literal, context);
  const any = (matches: readonly Matches[]): Matches => {
    const [only] = matches;
    return matches.length === 1 && only !== undefined
      ? only
      : (value) => matches.some((each) => each(value));
  };
  const read = (row: Row): FieldValue => expression.read(row);
  switch (operator) {
    case 'LIKE': {
      const matches = any(literals.map((literal) => like(operand(literal))));
      return (row) => matches(read(row));
    }
    case 'INCLUDES':
    case 'EXCLUDES': {
      const matches = any(literals.map((literal) => includes(operand(literal))));
      return (row) => matches(read(row)) === (operator === 'INCLUDES');
    }
    case '=':
    case 'IN': {
      const matches = any(literals.map((literal) => equals(expression, operand(literal))));
      return (row) => matches(read(row));
    }
    case '!=':
    case '<>':
    case 'NOT IN': {
      const matches = any(literals.map((literal) => equals(expression, operand(literal))));
      return (row) => !matches(read(row));
    }
    default: {
      const [first = { kind: 'null' as const }] = literals.map(operand);
      const matches = ordered(expression, operator, first);
      return (row) => matches(read(row));
    }
  }
}
