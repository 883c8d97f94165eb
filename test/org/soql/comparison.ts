import type { FieldValue } from '../data/record-table.ts';
import { type Expression, isIdType, isTextType } from './expression.ts';
import { type Operand, type OperandContext, toOperand } from './operand.ts';
import { matchesLike } from './string-literal.ts';
import { compareValues } from './value-order.ts';

export type Predicate<Row> = (row: Row) => boolean;

type Matches = (value: FieldValue) => boolean;

/** What a comparison says, however the parser types it. */
interface Comparison {
  readonly operator: string;
  readonly value: string | readonly string[];
  readonly literalType?: string | readonly string[] | undefined;
}

function equals(expression: Expression<never>, operand: Operand): Matches {
  const { type } = expression;
  switch (operand.kind) {
    case 'null':
      // A checkbox is never null; comparing one with null asks for false (documented).
      return type === 'boolean' ? (value) => value !== true : (value) => value === null;
    case 'text':
      return (value) => value !== null && compareValues(type, value, operand.text) === 0;
    case 'id':
      return (value) => value === operand.id;
    case 'number':
      return (value) => value === operand.number;
    case 'boolean':
      return (value) => value === operand.value;
    case 'moment':
      return (value) => value === operand.text;
    case 'range':
      return (value) => typeof value === 'string' && value >= operand.from && value < operand.to;
  }
}

/** Nothing is less or more than null, and null is neither (guessed). */
function ordered(expression: Expression<never>, operator: string, operand: Operand): Matches {
  if (operand.kind === 'null') {
    return () => false;
  }
  if (operand.kind === 'range') {
    // A range as a whole: `< THIS_MONTH` is before it begins, `> THIS_MONTH` after it ends.
    const { from, to } = operand;
    const tests: Readonly<Record<string, (value: string) => boolean>> = {
      '<': (value) => value < from,
      '<=': (value) => value < to,
      '>': (value) => value >= to,
      '>=': (value) => value >= from,
    };
    const test = tests[operator];
    return (value) => typeof value === 'string' && test?.(value) === true;
  }
  const other: FieldValue =
    operand.kind === 'id'
      ? operand.id
      : operand.kind === 'number'
        ? operand.number
        : operand.kind === 'boolean'
          ? operand.value
          : operand.text;
  const tests: Readonly<Record<string, (order: number) => boolean>> = {
    '<': (order) => order < 0,
    '<=': (order) => order <= 0,
    '>': (order) => order > 0,
    '>=': (order) => order >= 0,
  };
  const test = tests[operator];
  return (value) => value !== null && test?.(compareValues(expression.type, value, other)) === true;
}

function like(
  expression: Expression<never>,
  raw: string,
  literalType: string,
  context: OperandContext,
): Matches {
  const operand = isIdType(expression.type)
    ? undefined
    : toOperand(expression, literalType, raw, context);
  if (operand === undefined) {
    // Seen for ids.
    throw context.scope.fail(
      context.clause,
      expression.text,
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on id field',
    );
  }
  if (operand.kind !== 'text') {
    return (value) => value === null;
  }
  const { characters } = operand;
  return (value) => typeof value === 'string' && matchesLike(characters, value);
}

/** The operators that a type does not have (documented by type; the wording is a guess but for ids). */
function checkOperator(
  expression: Expression<never>,
  operator: string,
  context: OperandContext,
): void {
  const { type, text, field } = expression;
  const { scope, clause } = context;
  if (!field.filterable) {
    // Seen.
    const message = `field '${text}' can not be filtered in a query call`;
    throw scope.fail(clause, text, 'INVALID_FIELD', message);
  }
  const isMultiPicklistOnly = operator === 'INCLUDES' || operator === 'EXCLUDES';
  if (isMultiPicklistOnly || (type === 'boolean' && /^[<>]/.test(operator))) {
    const what = isTextType(type) ? 'string' : type;
    throw scope.fail(
      clause,
      text,
      'INVALID_QUERY_FILTER_OPERATOR',
      `invalid operator on ${what} field`,
    );
  }
}

const listOperators = new Set(['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES']);

/** The parser takes `= ('x')` and `IN 'x'`; SOQL's grammar has neither (documented, the words guessed). */
function checkList(
  { text }: Expression<never>,
  operator: string,
  value: Comparison['value'],
  { scope, clause }: OperandContext,
): void {
  const isList = typeof value !== 'string';
  if (isList !== listOperators.has(operator)) {
    const token = isList ? '(' : value;
    const place = isList ? text : value;
    throw scope.fail(clause, place, 'MALFORMED_QUERY', `unexpected token: '${token}'`);
  }
}

/**
 * Compiles one comparison. Logic has two values: `!=` and NOT IN are true of null, LIKE and the
 * orders are false of it (guessed, all of these).
 * @throws {ApiError} where the operator or the literal does not suit the field
 */
export function compileComparison<Row>(
  expression: Expression<Row>,
  { operator: written, value, literalType = 'STRING' }: Comparison,
  context: OperandContext,
): Predicate<Row> {
  // The parser leaves `like` as it is written.
  const operator = written.toUpperCase();
  checkList(expression, operator, value, context);
  checkOperator(expression, operator, context);
  const raws = typeof value === 'string' ? [value] : value;
  const typeAt = (index: number): string =>
    typeof literalType === 'string' ? literalType : (literalType[index] ?? 'STRING');
  const any = (matches: readonly Matches[]): Matches =>
    matches.length === 1 && matches[0] !== undefined
      ? matches[0]
      : (found) => matches.some((each) => each(found));
  const operands = (): Operand[] =>
    raws.map((raw, index) => toOperand(expression, typeAt(index), raw, context));
  const read = (row: Row): FieldValue => expression.read(row);
  switch (operator) {
    case 'LIKE': {
      const matches = any(raws.map((raw, index) => like(expression, raw, typeAt(index), context)));
      return (row) => matches(read(row));
    }
    case '=':
    case 'IN': {
      const matches = any(operands().map((operand) => equals(expression, operand)));
      return (row) => matches(read(row));
    }
    case '!=':
    case '<>':
    case 'NOT IN': {
      const matches = any(operands().map((operand) => equals(expression, operand)));
      return (row) => !matches(read(row));
    }
    default: {
      const [operand = { kind: 'null' as const }] = operands();
      const matches = ordered(expression, operator, operand);
      return (row) => matches(read(row));
    }
  }
}
