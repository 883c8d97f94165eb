import { z } from 'zod';
import {
  command,
  createdId,
  type NewRecord,
  Problem,
  requestKey,
  salesforceId,
  soql,
  type UserSalesforce,
} from '../bff/index.ts';
import { type Line, orderLines, type PricedLine, pricedLines, pricesOf } from './order-lines.ts';

interface PlacedOrderRow {
  readonly Id: string;
  readonly OrderNumber: string;
  readonly Status: string;
  readonly EffectiveDate: string;
  readonly TotalAmount: number;
}

interface PlacedOrderWithItemsRow extends PlacedOrderRow {
  readonly OrderItems: {
    readonly records: readonly { readonly Product2Id: string; readonly Quantity: number }[];
  } | null;
}

/**
 * Places an order of the signed-in customer's account: at the prices of the price book, and once, however
 * often the same request comes.
 */
export const placeOrder = command({
  input: z.object({
    lines: orderLines,
    /** Made up by the page, one for an order: whoever repeats it gets that order. */
    requestId: z.string().min(8).max(200),
  }),
  output: z.object({
    id: salesforceId,
    number: z.string(),
    status: z.string(),
    orderedOn: z.iso.date(),
    total: z.number(),
    /** What has been ordered: where the order was there already, not always what was asked for this time. */
    lines: z.array(z.object({ productId: salesforceId, quantity: z.number() })),
  }),
  refreshes: ['myOrders', 'mySpending'],
  async run({ lines, requestId }, { user, salesforce }) {
    const key = requestKey(user, requestId);
    const [placed, customers, prices] = await salesforce.query(
      placedUnder(key),
      soql<{ AccountId: string | null }>`SELECT AccountId FROM User WHERE Id = ${user.id}`,
      pricesOf(lines),
    );
    // Before anything is checked: what was right then may be sold out now.
    if (placed[0] !== undefined) return earlier(placed[0]);
    const accountId = customers[0]?.AccountId ?? undefined;
    if (accountId === undefined) {
      throw new Problem('forbidden', 'Only customers of the shop can place orders.');
    }
    const records = newRecords(key, accountId, pricedLines(lines, prices));
    try {
      const [order] = await salesforce.create(...records);
      // The fields that were to be read; the output schema checks them.
      return summary(order as unknown as PlacedOrderRow, lines);
    } catch (error) {
      const order = mayBePlaced(error) ? await placedNow(key, salesforce) : undefined;
      if (order === undefined) throw error;
      return earlier(order);
    }
  },
});

const placedUnder = (key: string) => soql<PlacedOrderWithItemsRow>`
  SELECT Id, OrderNumber, Status, EffectiveDate, TotalAmount,
    (SELECT Product2Id, Quantity FROM OrderItems ORDER BY OrderItemNumber)
  FROM Order
  WHERE RequestKey__c = ${key}`;

function newRecords(
  key: string,
  accountId: string,
  lines: readonly PricedLine[],
): readonly [NewRecord, ...NewRecord[]] {
  const order: NewRecord = {
    name: 'order',
    sObject: 'Order',
    fields: {
      AccountId: accountId,
      Pricebook2Id: lines[0]?.price.Pricebook2Id ?? null,
      EffectiveDate: new Date().toISOString().slice(0, 10),
      Status: 'Draft',
      RequestKey__c: key,
    },
    read: ['OrderNumber', 'Status', 'EffectiveDate', 'TotalAmount'],
  };
  const items = lines.map(({ quantity, price }, index) => ({
    name: `line${index}`,
    sObject: 'OrderItem',
    fields: {
      OrderId: createdId('order'),
      PricebookEntryId: price.Id,
      UnitPrice: price.UnitPrice,
      Quantity: quantity,
    },
    inputs: { PricebookEntryId: `lines.${index}.productId`, Quantity: `lines.${index}.quantity` },
  }));
  return [order, ...items];
}

/** The key is taken, or nobody has heard how it ended. */
const mayBePlaced = (error: unknown): boolean =>
  error instanceof Problem && ['conflict', 'salesforce_unavailable'].includes(error.code);

async function placedNow(
  key: string,
  salesforce: UserSalesforce,
): Promise<PlacedOrderWithItemsRow | undefined> {
  // Whatever keeps us from finding out, the first trouble is what there is to say.
  const [[order]] = await salesforce.query(placedUnder(key)).catch(() => [[]]);
  return order;
}

const earlier = (row: PlacedOrderWithItemsRow) =>
  summary(
    row,
    (row.OrderItems?.records ?? []).map(({ Product2Id, Quantity }) => ({
      productId: Product2Id,
      quantity: Quantity,
    })),
  );

const summary = (row: PlacedOrderRow, lines: readonly Line[]) => ({
  id: row.Id,
  number: row.OrderNumber,
  status: row.Status,
  orderedOn: row.EffectiveDate,
  total: row.TotalAmount,
  lines: [...lines],
});
