import type { OrgData } from '../org-data.ts';
import type { OrgRecord } from '../record-table.ts';
import { refusal } from '../writes/refusal.ts';
import type { RecordChange, RecordRules } from './record-rules.ts';

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
 * What the shop calls the stages of an order's life, and who may turn it back. Setup decides both
 * in a real org, by the permission "Activate Orders" among others (documented); that a draft has to
 * be activated before anything else becomes of it, and all the words, are guesses.
 * @throws {ApiError} INVALID_STATUS, INSUFFICIENT_ACCESS_OR_READONLY
 */
function requireNextStatus({ before, next, user }: RecordChange, code: string): void {
  const isDraft = before === undefined || before.StatusCode === 'Draft';
  const isNext = code === 'Draft' || (before !== undefined && next.Status === 'Activated');
  if (isDraft && !isNext) {
    const message = 'Choose a valid order status and save your changes.';
    throw refusal('INVALID_STATUS', message, ['Status']);
  }
  if (!isDraft && code === 'Draft' && user.profile === 'Customer') {
    const message = 'insufficient access rights to deactivate the order';
    throw refusal('INSUFFICIENT_ACCESS_OR_READONLY', message, ['Status']);
  }
}

/**
 * An order begins as a draft and is activated once it has products (seen, both; the words are
 * guesses after those for contracts).
 */
export const orderRules: RecordRules = {
  beforeSave(change) {
    const { data, user, at, before, next } = change;
    const code = statusCodeOf(next.Status);
    requireNextStatus(change, code);
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
    if (code === 'Draft') {
      next.ActivatedDate = null;
      next.ActivatedById = null;
    }
    next.StatusCode = code;
    next.TotalAmount ??= 0;
  },
  beforeDelete: (_data, order) => requireDraft(order),
};
