import { describe, expect, it } from 'vitest';
import { base, soqlPath } from '../rest-rig.ts';
import { type Part, useCompositeRig } from './composite-rig.ts';

const { rig, composite } = useCompositeRig();
const { call, find } = rig;

describe('an order in one composite request', () => {
  it('places an order with its items once, however often it is sent', async () => {
    const ada = 'ada@northwind.example';
    const book = find('Pricebook2', 'Standard Price Book').Id;
    const entries = rig.data.tables.PricebookEntry.children('Pricebook2Id', book).filter(
      ({ IsActive }) => IsActive === true,
    );
    const order: Part = {
      url: `${base}/sobjects/Order`,
      referenceId: 'order',
      body: {
        AccountId: find('Account', 'Northwind').Id,
        Pricebook2Id: book,
        EffectiveDate: '2026-11-22',
        Status: 'Draft',
        RequestKey__c: 'request-1',
      },
    };
    const item = (index: number, quantity: number): Part => ({
      url: `${base}/sobjects/OrderItem`,
      referenceId: `item${index}`,
      body: {
        OrderId: '@{order.id}',
        PricebookEntryId: entries[index]?.Id,
        Quantity: quantity,
        UnitPrice: entries[index]?.UnitPrice,
      },
    });
    const place = (parts: readonly Part[]) => composite(parts, { allOrNone: true, user: ada });
    const refused = await place([order, item(0, 2), item(1, -1e20)]);
    expect(refused.body.compositeResponse[0].httpStatusCode).toBe(400);
    const soql = soqlPath("SELECT Id, TotalAmount FROM Order WHERE RequestKey__c = 'request-1'");
    expect((await call(soql, { user: ada })).body.totalSize).toBe(0);
    const placed = await place([order, item(0, 2), item(1, 1)]);
    const [{ body: created }] = placed.body.compositeResponse;
    const found = (await call(soql, { user: ada })).body;
    const cents = Number(entries[0]?.UnitPrice) * 200 + Number(entries[1]?.UnitPrice) * 100;
    expect(found.records).toMatchObject([{ Id: created.id, TotalAmount: Math.round(cents) / 100 }]);
    const again = await place([order, item(0, 2), item(1, 1)]);
    expect(again.body.compositeResponse[0].body).toEqual([
      {
        message: `duplicate value found: RequestKey__c duplicates value on record with id: ${created.id.slice(0, 15)}`,
        errorCode: 'DUPLICATE_VALUE',
        fields: [],
      },
    ]);
    expect((await call(soql, { user: ada })).body.totalSize).toBe(1);
  });
});
