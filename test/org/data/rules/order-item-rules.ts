import { modifiedBy } from '../modified-by.ts';
import { updateOrderTotal } from '../order-total.ts';
import type { OrgData } from '../org-data.ts';
import type { FieldValue, OrgRecord } from '../record-table.ts';
import { refusal } from '../writes/refusal.ts';
import { requireDraft } from './order-rules.ts';
import type { RecordRules, SavedRecord } from './record-rules.ts';

/** The price that an item is sold at, of the order's own price book. */
function entryFor(data: OrgData, order: OrgRecord, id: FieldValue | undefined): OrgRecord {
  const entry = data.tables.PricebookEntry.find(String(id));
  if (entry === undefined) {
    // The field is nullable in describe; what Salesforce says without it is a guess.
    const message = 'Required fields are missing: [PricebookEntryId]';
    throw refusal('REQUIRED_FIELD_MISSING', message, ['PricebookEntryId']);
  }
  if (entry.Pricebook2Id !== order.Pricebook2Id) {
    // Seen.
    const message =
      'Order Products must have a Price Book Entry that belongs to the Price Book related to the parent Order.: Price Book Entry ID';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['PricebookEntryId']);
  }
  if (entry.IsActive !== true) {
    // After what is seen for archived entries.
    const message = 'field integrity exception: PricebookEntryId (pricebook entry is inactive)';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['PricebookEntryId']);
  }
  return entry;
}

/** In cents, because a product of binary fractions drifts from what an invoice says. */
function totalOf(unitPrice: FieldValue | undefined, quantity: FieldValue | undefined): number {
  return Math.round(Number(unitPrice) * 100 * Number(quantity)) / 100;
}

/**
 * Orders that give something back are the only ones with less than nothing of a product
 * (documented; the org has none). That zero and negative prices are refused, and all the words, are
 * guesses.
 * @throws {ApiError} FIELD_INTEGRITY_EXCEPTION
 */
function requireSold({ Quantity, UnitPrice }: Readonly<Record<string, FieldValue>>): void {
  if (!(Number(Quantity) > 0)) {
    const message = 'Quantity must be greater than zero';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['Quantity']);
  }
  if (Number(UnitPrice) < 0) {
    const message = 'Unit Price cannot be negative';
    throw refusal('FIELD_INTEGRITY_EXCEPTION', message, ['UnitPrice']);
  }
}

function followInOrder({ data, user, at, record }: SavedRecord): void {
  updateOrderTotal(data.tables, String(record.OrderId), modifiedBy(user.id, at));
}

/**
 * An order's products come from its price book, at the list price unless the write says another
 * (the default is a guess), and only while it is a draft; the order's amount follows.
 */
export const orderItemRules: RecordRules = {
  beforeSave({ data, before, next }) {
    const order = data.tables.Order.get(next.OrderId ?? null);
    requireDraft(order);
    if (before === undefined) {
      const entry = entryFor(data, order, next.PricebookEntryId);
      next.Product2Id = entry.Product2Id ?? null;
      next.ListPrice = entry.UnitPrice ?? null;
      next.UnitPrice ??= next.ListPrice;
    }
    requireSold(next);
    next.TotalPrice = totalOf(next.UnitPrice, next.Quantity);
  },
  afterSave: followInOrder,
  beforeDelete: (data, { OrderId }) => requireDraft(data.tables.Order.get(OrderId ?? null)),
  afterDelete: followInOrder,
};
