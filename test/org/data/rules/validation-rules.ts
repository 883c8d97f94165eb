import type { ApiError } from '../api-error.ts';
import { refusal } from '../writes/refusal.ts';
import type { RecordChange } from './record-rules.ts';

/**
 * What an administrator wants of an object's records besides: where it is broken the record is not
 * saved, and the shop's own words stand at a field (documented).
 */
interface ValidationRule {
  readonly object: string;
  readonly field: string;
  readonly message: string;
  readonly isBroken: (change: RecordChange) => boolean;
}

/** The demo's own. Nothing of it is Salesforce's. */
const rules: readonly ValidationRule[] = [
  {
    object: 'OrderItem',
    field: 'Quantity',
    message: 'Please call us for more than 500 of one product.',
    // Whoever answers the telephone writes the order down.
    isBroken: ({ user, next }) => user.profile === 'Customer' && Number(next.Quantity) > 500,
  },
];

/**
 * The rules of an object that a change breaks; Salesforce asks them when its own rules are content
 * (documented: the order of execution). The code and the list of fields are seen.
 */
export function checkValidationRules(object: string, change: RecordChange): ApiError[] {
  return rules
    .filter((rule) => rule.object === object && rule.isBroken(change))
    .map(({ message, field }) => refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, [field]));
}
