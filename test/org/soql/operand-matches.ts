import type { FieldValue } from '../data/record-table.ts';
import type { Expression } from './expression.ts';
import type { Operand } from './operand.ts';
import { matchesLike } from './string-literal.ts';
import { compareValues } from './value-order.ts';

export type Matches = (value: FieldValue) => boolean;

export function equals(expression: Expression<never>, operand: Operand): Matches {
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
export function ordered(
  expression: Expression<never>,
  operator: string,
  operand: Operand,
): Matches {
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

/** `INCLUDES ('a;b', 'c')`: a and b, or c, among the values of a multi-select picklist (documented). */
export function includes(operand: Operand): Matches {
  if (operand.kind !== 'text') {
    return (value) => value === null;
  }
  const wanted = operand.text.toLowerCase().split(';');
  return (value) => {
    const chosen = new Set(
      String(value ?? '')
        .toLowerCase()
        .split(';'),
    );
    return wanted.every((each) => chosen.has(each));
  };
}

export function like(operand: Operand): Matches {
  if (operand.kind !== 'text') {
    return (value) => value === null;
  }
  const { characters } = operand;
  return (value) => typeof value === 'string' && matchesLike(characters, value);
}
