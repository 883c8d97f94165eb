import type { OrgTables } from './org-tables.ts';

/**
 * Salesforce rolls an order's amount up from its products. Added up in cents, because a sum of
 * binary fractions drifts from what the lines say.
 */
export function updateOrderTotal(tables: OrgTables, orderId: string): void {
  let cents = 0;
  for (const item of tables.OrderItem.children('OrderId', orderId)) {
    if (item.IsDeleted !== true) cents += Math.round(Number(item.TotalPrice ?? 0) * 100);
  }
  tables.Order.update(tables.Order.get(orderId), { TotalAmount: cents / 100 });
}
