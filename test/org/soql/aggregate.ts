import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import type { FieldValue, OrgRecord } from '../data/record-table.ts';
import { type FieldType, field } from '../data/schema/field-schema.ts';
import { type Expression, isNumberType } from './expression.ts';
import { type FieldPath, resolvePath } from './field-path.ts';
import { picklistRank } from './picklist-rank.ts';
import { argumentText, refuseConvertCurrency } from './row-expression.ts';
import type { SelectContext } from './select-context.ts';
import { errorAt } from './source-text.ts';
import { compareValues } from './value-order.ts';

/** The rows that share a key. */
export interface Group {
  readonly rows: readonly OrgRecord[];
  /** The keys by which these rows are grouped: a subtotal has not all of them. */
  readonly keys: ReadonlySet<string>;
}

/** Sums of money are exact to six places: binary fractions would show 0.30000000000000004. */
function sum(values: readonly FieldValue[]): number {
  const total = values.reduce<number>((so, value) => so + Number(value), 0);
  return Math.round(total * 1e6) / 1e6;
}

/** The least or greatest; of a picklist by the order of its values (documented). */
function extreme(
  { type, field }: Expression,
  values: readonly FieldValue[],
  direction: 1 | -1,
): FieldValue {
  const rank = picklistRank(field);
  const compare = rank ?? ((a: FieldValue, b: FieldValue) => compareValues(type, a, b));
  return values.reduce<FieldValue>(
    (best, value) => (best === null || direction * compare(value, best) < 0 ? value : best),
    null,
  );
}

function compute(name: string, argument: Expression, values: readonly FieldValue[]): FieldValue {
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
    case 'MIN':
      return extreme(argument, values, 1);
    default:
      return extreme(argument, values, -1);
  }
}

/** Documented, "Support for Field Types in Aggregate Functions"; long text areas refuse too (seen). */
function supports(name: string, { type, field: { filterable } }: FieldPath): boolean {
  const none: readonly FieldType[] = ['boolean', 'multipicklist'];
  return name === 'SUM' || name === 'AVG' ? isNumberType(type) : filterable && !none.includes(type);
}

/**
 * An aggregate function as an expression over groups; null values do not count (documented).
 * @throws {ApiError} MALFORMED_QUERY where the field's type has no such sum, average or extreme
 */
export function resolveAggregate(
  context: SelectContext,
  call: FieldFunctionExpression,
  place: number,
): Expression<Group> {
  const name = call.functionName.toUpperCase();
  const text = call.rawValue ?? name;
  refuseConvertCurrency(context, call, place);
  const argument = resolvePath(context, { place, text: argumentText(call) });
  if (!supports(name, argument)) {
    // Seen.
    const message = `field ${argument.text} does not support aggregate operator ${name}`;
    throw errorAt(context.source, place, 'MALFORMED_QUERY', message);
  }
  const resultType = name.startsWith('COUNT') ? 'int' : name === 'AVG' ? 'double' : argument.type;
  const { picklistValues, scale } = argument.field;
  return {
    text,
    place,
    key: `${name}(${argument.key})`,
    type: resultType,
    field: { ...field(text, resultType), picklistValues, scale },
    read: ({ rows }) =>
      compute(
        name,
        argument,
        rows.map((row) => argument.read(row)).filter((value) => value !== null),
      ),
  };
}
