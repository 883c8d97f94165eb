import type { FieldValue } from './record-table.ts';

/**
 * What every change of a record says of itself. What Salesforce changes on its own account moves
 * `SystemModstamp` alone (documented).
 */
export function modifiedBy(userId: string, at: string): Readonly<Record<string, FieldValue>> {
  return { LastModifiedDate: at, LastModifiedById: userId, SystemModstamp: at };
}
