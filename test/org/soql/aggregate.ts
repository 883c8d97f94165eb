import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import { field } from '../data/schema/field-schema.ts';
import { type Expression, isNumberType } from './expression.ts';
import { resolvePath } from './field-path.ts';
import type { FunctionCall } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import type { Clause } from './source-scope.ts';
import { compareValues } from './value-order.ts';

/** The rows that share a key. */
export interface Group {
  readonly rows: readonly OrgRecord[];
}

const names = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

export function isAggregate(call: FunctionCall): boolean {
  return names.has(call.functionName?.toUpperCase() ?? '');
}

/** Sums of money are exact to six places: binary fractions would show 0.30000000000000004. */
function sum(values: readonly FieldValue[]): number {
  const total = values.reduce<number>((so, value) => so + Number(value), 0);
  return Math.round(total * 1e6) / 1e6;
}

function compute(name: string, { type }: Expression, values: readonly FieldValue[]): FieldValue {
  switch (name) {
    case 'COUNT':
      return values.length;
    case 'COUNT_DISTINCT':
      return new Set(
        values.map((value) => (typeof value === 'string' ? value.toLowerCase() : value)),
      ).size;
    case 'SUM':
      return values.length === 0 ? null : sum(values);
    case 'AVG':
      return values.length === 0 ? null : sum(values) / values.length;
    default: {
      const direction = name === 'MIN' ? 1 : -1;
      return values.reduce<FieldValue>(
        (best, value) =>
          best === null || direction * compareValues(type, value, best) < 0 ? value : best,
        null,
      );
    }
  }
}

/**
 * An aggregate function as an expression over groups; null values do not count (documented).
 * @throws {ApiError} MALFORMED_QUERY where the field's type has no such sum, average or extreme
 */
export function resolveAggregate(
  context: SelectContext,
  call: FunctionCall,
  clause: Clause,
): Expression<Group> {
  const name = call.functionName?.toUpperCase() ?? '';
  const [parameter] = call.parameters ?? [];
  const text = call.rawValue ?? name;
  if (typeof parameter !== 'string') {
    // COUNT() with nothing in it stands alone (documented); the wording is a guess.
    throw context.scope.fail(clause, name, 'MALFORMED_QUERY', `unexpected token: '${text}'`);
  }
  const argument = resolvePath(context, parameter, clause);
  const { type } = argument;
  const allowed =
    name === 'SUM' || name === 'AVG'
      ? isNumberType(type)
      : name === 'MIN' || name === 'MAX'
        ? type !== 'boolean'
        : true;
  if (!allowed) {
    // Seen in Apex for the wrong type of field; the form is a guess.
    const message = `field ${argument.text} does not support aggregate operator ${name}`;
    throw context.scope.fail(clause, parameter, 'MALFORMED_QUERY', message);
  }
  const resultType = name.startsWith('COUNT') ? 'int' : name === 'AVG' ? 'double' : type;
  return {
    text,
    type: resultType,
    field: { ...field(text, resultType), picklistValues: argument.field.picklistValues },
    read: ({ rows }) =>
      compute(
        name,
        argument,
        rows.map((row) => argument.read(row)).filter((value) => value !== null),
      ),
  };
}
