import { z } from 'zod';
import { cursor, page, salesforceId, soql, soqlDate, userQuery } from '../bff/index.ts';

/** The values of Order.Status that the shop works with. */
const orderStatuses = ['Draft', 'Activated', 'Shipped', 'Delivered', 'Cancelled'] as const;

const OrderSummary = z.object({
  id: salesforceId,
  number: z.string(),
  status: z.string(),
  orderedOn: z.iso.date(),
  total: z.number(),
  /** Null where the user may see the order, but not its account. */
  account: z.string().nullable(),
});

const OrderLine = z.object({
  id: salesforceId,
  product: z.string().nullable(),
  productCode: z.string().nullable(),
  family: z.string().nullable(),
  quantity: z.number(),
  unitPrice: z.number(),
  total: z.number(),
});

interface OrderRow {
  readonly Id: string;
  readonly OrderNumber: string;
  readonly Status: string;
  readonly EffectiveDate: string;
  readonly TotalAmount: number;
  /** Salesforce answers null for a parent that the user may not see. */
  readonly Account: { readonly Name: string } | null;
}

interface OrderItemRow {
  readonly Id: string;
  readonly Quantity: number;
  readonly UnitPrice: number;
  readonly TotalPrice: number;
  readonly Product2: {
    readonly Name: string;
    readonly ProductCode: string | null;
    readonly Family: string | null;
  } | null;
}

interface OrderWithItemsRow extends OrderRow {
  /** Salesforce answers `null`, not an empty list, where there are no child records. */
  readonly OrderItems: { readonly records: readonly OrderItemRow[] } | null;
}

const summary = (row: OrderRow) => ({
  id: row.Id,
  number: row.OrderNumber,
  status: row.Status,
  orderedOn: row.EffectiveDate,
  total: row.TotalAmount,
  account: row.Account?.Name ?? null,
});

const orderCursor = cursor(z.strictObject({ orderedOn: z.iso.date(), id: salesforceId }));

/** The orders that the signed-in user may see, the newest first. */
export const myOrders = userQuery({
  input: z.object({
    status: z.enum(orderStatuses).optional(),
    after: orderCursor.optional(),
  }),
  output: page(OrderSummary, {
    size: 20,
    cursor: orderCursor,
    position: ({ orderedOn, id }) => ({ orderedOn, id }),
  }),
  select: ({ status, after }) => soql<OrderRow>`
    SELECT Id, OrderNumber, Status, EffectiveDate, TotalAmount, Account.Name
    FROM Order
    WHERE Id != null
      ${status ? soql`AND Status = ${status}` : soql``}
      ${after ? soql`AND ${olderThan(after)}` : soql``}
    ORDER BY EffectiveDate DESC, Id DESC`,
  project: summary,
});

/** One order with its lines; another's order is not found. */
export const myOrder = userQuery({
  input: z.object({ id: salesforceId }),
  output: OrderSummary.extend({ lines: z.array(OrderLine) }),
  select: ({ id }) => soql<OrderWithItemsRow>`
    SELECT Id, OrderNumber, Status, EffectiveDate, TotalAmount, Account.Name,
      (SELECT Id, Quantity, UnitPrice, TotalPrice, Product2.Name, Product2.ProductCode, Product2.Family
       FROM OrderItems ORDER BY OrderItemNumber)
    FROM Order
    WHERE Id = ${id}`,
  project: (row) => ({
    ...summary(row),
    lines: (row.OrderItems?.records ?? []).map((item) => ({
      id: item.Id,
      product: item.Product2?.Name ?? null,
      productCode: item.Product2?.ProductCode ?? null,
      family: item.Product2?.Family ?? null,
      quantity: item.Quantity,
      unitPrice: item.UnitPrice,
      total: item.TotalPrice,
    })),
  }),
});

/** Keyset paging: unlike OFFSET it has no limit of 2,000 and does not skip when an order arrives meanwhile. */
function olderThan({ orderedOn, id }: { orderedOn: string; id: string }) {
  const day = soqlDate(orderedOn);
  return soql`(EffectiveDate < ${day} OR (EffectiveDate = ${day} AND Id < ${id}))`;
}
