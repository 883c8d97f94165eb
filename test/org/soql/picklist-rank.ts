import type { FieldValue } from '../data/record-table.ts';
import type { FieldSchema } from '../data/schema/field-schema.ts';

/**
 * Compares values of a picklist by their order in the schema, not by the alphabet (documented);
 * values that the schema has not come last. `undefined` for fields of another type.
 */
export function picklistRank({
  type,
  picklistValues,
}: FieldSchema): ((a: FieldValue, b: FieldValue) => number) | undefined {
  if (type !== 'picklist' || picklistValues.length === 0) {
    return undefined;
  }
  const places = new Map<FieldValue, number>(
    picklistValues.map(({ value }, index) => [value, index]),
  );
  const rank = (value: FieldValue): number => places.get(value) ?? places.size;
  return (a, b) => rank(a) - rank(b);
}
