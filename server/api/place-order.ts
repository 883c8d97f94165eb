import { z } from 'zod';
import {
  command,
  createdId,
  makeOnce,
  type NewRecord,
  Problem,
  requestKey,
  salesforceId,
  soql,
} from '../bff/index.ts';
import { orderLines, type PricedLine, pricedLines, pricesOf } from './order-lines.ts';

interface PlacedOrderRow {
  readonly Id: string;
  readonly OrderNumber: string;
  readonly Status: string;
  readonly EffectiveDate: string;
  readonly TotalAmount: number;
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
    if (placed[0] !== undefined) return summary(placed[0]);
    const accountId = customers[0]?.AccountId ?? undefined;
    if (accountId === undefined) {
      throw new Problem('forbidden', 'Only customers of the shop can place orders.');
    }
    const records = newRecords(key, accountId, pricedLines(lines, prices));
    const order = await makeOnce(
      // The fields that were to be read; the output schema checks them.
      async () => (await salesforce.create(...records))[0] as unknown as PlacedOrderRow,
      async () => (await salesforce.query(placedUnder(key)))[0][0],
    );
    return summary(order);
  },
});

const placedUnder = (key: string) => soql<PlacedOrderRow>`
  SELECT Id, OrderNumber, Status, EffectiveDate, TotalAmount FROM Order WHERE RequestKey__c = ${key}`;

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

const summary = (row: PlacedOrderRow) => ({
  id: row.Id,
  number: row.OrderNumber,
  status: row.Status,
  orderedOn: row.EffectiveDate,
  total: row.TotalAmount,
});
