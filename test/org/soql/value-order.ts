import type { FieldValue } from '../data/record-table.ts';
import type { FieldType } from '../data/schema/field-schema.ts';
import { isTextType } from './expression.ts';

/** Salesforce sorts and compares text without regard to case, by the language's rules. */
const collator = new Intl.Collator('en', { sensitivity: 'accent' });

/** Orders two values of a type, neither of them null. Ids go by their characters, case included. */
export function compareValues(type: FieldType, a: FieldValue, b: FieldValue): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') {
    return Number(a) - Number(b);
  }
  const left = String(a);
  const right = String(b);
  if (isTextType(type)) {
    return collator.compare(left, right);
  }
  return left < right ? -1 : left > right ? 1 : 0;
}
