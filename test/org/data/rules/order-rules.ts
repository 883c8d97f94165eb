import type { OrgData } from '../org-data.ts';
import type { OrgRecord } from '../record-table.ts';
import { refusal } from '../writes/refusal.ts';
import type { RecordRules } from './record-rules.ts';

/** The category of each status (an administrator's choice in a real org). */
export function statusCodeOf(status: unknown): string {
  return status === 'Draft' ? 'Draft' : status === 'Cancelled' ? 'Canceled' : 'Activated';
}

/**
 * @throws {ApiError} ENTITY_IS_LOCKED where the order is no draft any more (seen, with these words)
 */
export function requireDraft(order: OrgRecord): void {
  if (order.StatusCode !== 'Draft') {
    const message =
      'Unable to modify activated or superseded Order:  cannot delete Order, or add or remove Order Products';
    throw refusal('ENTITY_IS_LOCKED', message);
  }
}

function itemsOf(data: OrgData, orderId: string): OrgRecord[] {
  return data.tables.OrderItem.children('OrderId', orderId).filter(
    ({ IsDeleted }) => IsDeleted !== true,
  );
}

/**
 * An order begins as a draft and is activated once it has products (seen, both; the words are
 * guesses after those for contracts).
 */
export const orderRules: RecordRules = {
  beforeSave({ data, user, at, before, next }) {
    const code = statusCodeOf(next.Status);
    if (before === undefined && code !== 'Draft') {
      const message = 'Choose a valid order status and save your changes.';
      throw refusal('INVALID_STATUS', message, ['Status']);
    }
    const hasItems = before !== undefined && itemsOf(data, before.Id).length > 0;
    if (hasItems && before.Pricebook2Id !== next.Pricebook2Id) {
      // Guessed, code and words.
      const message = "An order with products can't change its price book.";
      throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['Pricebook2Id']);
    }
    if (before?.StatusCode === 'Draft' && code === 'Activated') {
      if (!hasItems) {
        throw refusal('FAILED_ACTIVATION', 'An order must have at least one product.', ['Status']);
      }
      next.ActivatedDate = at;
      next.ActivatedById = user.id;
    }
    next.StatusCode = code;
    next.TotalAmount ??= 0;
  },
  beforeDelete: (_data, order) => requireDraft(order),
};
