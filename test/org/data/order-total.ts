import type { OrgTables } from './org-tables.ts';
import type { FieldValue } from './record-table.ts';

/**
 * Salesforce rolls an order's amount up from its products. Added up in cents, because a sum of
 * binary fractions drifts from what the lines say.
 *
 * @param modified what a changed amount says of itself: the order is saved like any other record
 * (documented: "Parent record goes through save procedure")
 */
export function updateOrderTotal(
  tables: OrgTables,
  orderId: string,
  modified: Readonly<Record<string, FieldValue>> = {},
): void {
  let cents = 0;
  for (const item of tables.OrderItem.children('OrderId', orderId)) {
    if (item.IsDeleted !== true) cents += Math.round(Number(item.TotalPrice ?? 0) * 100);
  }
  const order = tables.Order.get(orderId);
  const TotalAmount = cents / 100;
  if (order.TotalAmount !== TotalAmount) tables.Order.update(order, { TotalAmount, ...modified });
}
