import { type InputError, Problem } from '../problem.ts';
import type { PartRefused } from './composite.ts';

/** What Salesforce does not accept of a record's values, in words for whoever has typed them. */
const meanings: Readonly<Record<string, string>> = {
  REQUIRED_FIELD_MISSING: 'is required',
  STRING_TOO_LONG: 'is too long',
  NUMBER_OUTSIDE_VALID_RANGE: 'is too large or too small',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'is none of the values there are',
  INVALID_EMAIL_ADDRESS: 'is not an email address',
  INVALID_TYPE_ON_FIELD_IN_RECORD: 'is not of the right kind',
  INVALID_CROSS_REFERENCE_KEY: 'is of no record that you may use',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'is of no record that you may use',
  MALFORMED_ID: 'is of no record that you may use',
  FIELD_INTEGRITY_EXCEPTION: 'is not accepted',
  FIELD_FILTER_VALIDATION_EXCEPTION: 'is not accepted',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'is not accepted',
  INVALID_STATUS: 'is not accepted',
  JSON_PARSER_ERROR: 'is not of the right kind',
  DUPLICATES_DETECTED: 'is there already',
  CANNOT_EXECUTE_FLOW_TRIGGER: 'is not accepted',
};

/** Whether it is about the values, and not about whoever wants to save them. */
export const isSaveRefusal = ({ errorCode, fields }: PartRefused): boolean =>
  Object.hasOwn(meanings, errorCode) &&
  // Without a field it is about the right to refer to something.
  (errorCode !== 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY' || fields.length > 0);

/** The longest message that a validation rule may have. */
const longestMessage = 255;

/**
 * A refused record as the browser's words have it: the fields by the names of the input, and what an
 * administrator has written for people into a validation rule as it is.
 *
 * @see https://help.salesforce.com/s/articleView?id=platform.fields_about_field_validation.htm
 */
export function explainSaveRefusal(refused: PartRefused): Problem {
  const { errorCode, fields, record } = refused;
  const inputs = new Map(Object.entries(record?.inputs ?? {}));
  const written =
    errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' ? printable(refused.message) : '';
  const message = written || (meanings[errorCode] ?? '');
  const named = [...new Set(fields)].flatMap((field): InputError[] => {
    const input = inputs.get(field);
    return input === undefined ? [] : [{ field: input, message }];
  });
  // A field that nobody has typed would not tell anybody anything.
  const detail =
    named.length > 0
      ? 'Some of the input is not valid.'
      : written || 'Salesforce does not accept this.';
  return new Problem('invalid_input', detail, { errors: named, cause: refused });
}

const printable = (text: string): string =>
  text
    .slice(0, 4 * longestMessage)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestMessage)
    // Where it was cut there may be half a character.
    .toWellFormed();
