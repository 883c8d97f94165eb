import { toRecordId } from '../../data/record-id.ts';
import type { FieldSchema } from '../../data/schema/field-schema.ts';
import { refusal } from '../../data/writes/refusal.ts';

/**
 * Looks among the keys of one request for those that several records share: which of them would be
 * meant to come first, nobody could say.
 * @returns a check of one key, which throws DUPLICATE_VALUE (the words are seen)
 */
export function createRequireOwnKey(
  field: FieldSchema,
  keys: readonly string[],
): (key: string) => void {
  const sameOf = (key: string) =>
    field.type === 'id' ? (toRecordId(key) ?? key) : key.toLowerCase();
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(sameOf(key), (counts.get(sameOf(key)) ?? 0) + 1);
  return function requireOwnKey(key) {
    if (key === '' || (counts.get(sameOf(key)) ?? 0) < 2) return;
    const message = `Duplicate external id specified: ${key}`;
    throw refusal('DUPLICATE_VALUE', message, [field.name]);
  };
}
