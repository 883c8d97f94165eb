import { beforeEach, describe, expect, it } from 'vitest';
import type { OrgRecord } from '../../data/record-table.ts';
import { base, soqlPath } from '../rest-rig.ts';
import { halted, type Part, useCompositeRig } from './composite-rig.ts';

const { rig, composite } = useCompositeRig();
const { call, find } = rig;
const ada = 'ada@northwind.example';

let book: OrgRecord;
let entries: readonly OrgRecord[];

beforeEach(() => {
  book = find('Pricebook2', 'Standard Price Book');
  entries = rig.data.tables.PricebookEntry.children('Pricebook2Id', book.Id).filter(
    ({ IsActive }) => IsActive === true,
  );
});

function order(changes: Record<string, unknown> = {}): Part {
  const body = {
    AccountId: find('Account', 'Northwind').Id,
    Pricebook2Id: book.Id,
    EffectiveDate: '2026-11-22',
    Status: 'Draft',
    RequestKey__c: 'request-1',
    ...changes,
  };
  return { url: `${base}/sobjects/Order`, referenceId: 'order', body };
}

function item(index: number, Quantity: number): Part {
  const entry = entries[index];
  return {
    url: `${base}/sobjects/OrderItem`,
    referenceId: `item${index}`,
    body: {
      OrderId: '@{order.id}',
      PricebookEntryId: entry?.Id,
      Quantity,
      UnitPrice: entry?.UnitPrice,
    },
  };
}

/** Encoded as clients encode a query, but for what makes a reference one. */
function encoded(soql: string): string {
  return encodeURIComponent(soql).replaceAll(/%40%7B(.+?)%7D/g, '@{$1}');
}

const asStored =
  "SELECT OrderNumber, Status, EffectiveDate, TotalAmount FROM Order WHERE Id = '@{order.id}'";
const placed = (q = encoded(asStored)): Part => ({
  ...{ method: 'GET', url: `${base}/query?q=${q}`, referenceId: 'placed' },
});

const place = (parts: readonly Part[], user = ada) => composite(parts, { allOrNone: true, user });

/** The parts of an answer where one failed and took the others back. */
function allHaltedBut(failed: string, body: unknown, parts: readonly Part[]) {
  return parts.map(({ referenceId }) =>
    referenceId === failed
      ? { body, httpHeaders: {}, httpStatusCode: 400, referenceId }
      : { ...halted, referenceId },
  );
}

const ordersByKey = async () => {
  const soql = "SELECT Id FROM Order WHERE RequestKey__c = 'request-1'";
  return (await call(soqlPath(soql), { user: ada })).body.records;
};

describe('an order in one composite request', () => {
  it('has twenty products, and is read back as it is stored, for one call of the day', async () => {
    const items = Array.from({ length: 20 }, (_, index) => item(index, index + 1));
    const { status, body } = await place([order(), ...items, placed()]);
    expect(status).toBe(200);
    const [first, ...others] = body.compositeResponse;
    const last = others.pop();
    expect([first, ...others].map(({ httpStatusCode }) => httpStatusCode)).toEqual(
      Array.from({ length: 21 }, () => 201),
    );
    const cents = items.map((_, index) => {
      return Math.round(Number(entries[index]?.UnitPrice) * 100) * (index + 1);
    });
    expect(last).toMatchObject({ httpStatusCode: 200, referenceId: 'placed' });
    expect(last.body).toEqual({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: { type: 'Order', url: `${base}/sobjects/Order/${first.body.id}` },
          OrderNumber: rig.data.tables.Order.get(first.body.id).OrderNumber,
          Status: 'Draft',
          EffectiveDate: '2026-11-22',
          TotalAmount: cents.reduce((sum, each) => sum + each, 0) / 100,
        },
      ],
    });
    expect(rig.usage.used).toBe(1);
  });

  it.each([
    ['plus signs', asStored.replaceAll(' ', '+')],
    ['nothing encoded', asStored],
    ['everything else encoded', encoded(asStored)],
  ])('is read back by a query with %s', async (_, q) => {
    const { body } = await place([order(), placed(q)]);
    expect(body.compositeResponse[1].body.records).toMatchObject([{ Status: 'Draft' }]);
  });

  it('is not found by a reference that is encoded itself, which is none', async () => {
    const { body } = await place([order(), placed(encodeURIComponent(asStored))]);
    const [first, query] = body.compositeResponse;
    expect(first.body[0].errorCode).toBe('PROCESSING_HALTED');
    expect(query.body[0]).toMatchObject({
      message: expect.stringContaining('invalid ID field: @{order.id}'),
      errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
    });
  });

  it('is placed once, however often it is sent', async () => {
    const parts = [order(), item(0, 2), item(1, 1), placed()];
    const [{ body: created }] = (await place(parts)).body.compositeResponse;
    const message = `duplicate value found: RequestKey__c duplicates value on record with id: ${created.id.slice(0, 15)}`;
    const duplicate = [{ message, errorCode: 'DUPLICATE_VALUE', fields: [] }];
    const items = rig.data.tables.OrderItem.size;
    const again = await place(parts);
    expect(again.status).toBe(200);
    expect(again.body.compositeResponse).toEqual(allHaltedBut('order', duplicate, parts));
    expect(await ordersByKey()).toMatchObject([{ Id: created.id }]);
    expect(rig.data.tables.OrderItem.size).toBe(items);
  });

  it('is placed once where it is sent by several at once', async () => {
    const parts = [order(), item(0, 2), placed()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => place(parts)));
    const codes = answers.map(({ body }) => {
      const [{ httpStatusCode, body: errors }] = body.compositeResponse;
      return httpStatusCode === 201 ? 201 : errors[0].errorCode;
    });
    const refused = Array.from({ length: 4 }, () => 'DUPLICATE_VALUE');
    expect(codes.toSorted()).toEqual([201, ...refused]);
    expect(await ordersByKey()).toHaveLength(1);
  });

  it('tells nothing of the one that holds the key where that is not for these eyes', async () => {
    await place([order()]);
    const AccountId = find('Account', 'Contoso').Id;
    const grace = 'grace@contoso.example';
    const { body } = await place([order({ AccountId })], grace);
    expect(body.compositeResponse[0].body).toEqual([
      {
        message: 'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
        errorCode: 'DUPLICATE_VALUE',
        fields: [],
      },
    ]);
  });

  it('is not placed at all where one product is refused', async () => {
    const parts = [order(), item(0, 2), item(1, 501), item(2, 1), placed()];
    const { body } = await place(parts);
    const tooMany = [
      {
        message: 'Please call us for more than 500 of one product.',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: ['Quantity'],
      },
    ];
    expect(body.compositeResponse).toEqual(allHaltedBut('item1', tooMany, parts));
    expect(await ordersByKey()).toEqual([]);
    expect((await place([order(), item(0, 2), placed()])).body.compositeResponse).toMatchObject([
      { httpStatusCode: 201 },
      { httpStatusCode: 201 },
      { httpStatusCode: 200 },
    ]);
  });
});

describe('five queries in one composite request', () => {
  it('are answered, each with its own rows, for one call of the day', async () => {
    const objects = ['Order', 'Case', 'Product2', 'PricebookEntry', 'Account'];
    const parts = objects.map((name): Part => {
      const q = encodeURIComponent(`SELECT Id FROM ${name} LIMIT 1`);
      return { method: 'GET', url: `${base}/query?q=${q}`, referenceId: name };
    });
    const { body } = await place(parts);
    expect(body.compositeResponse).toMatchObject(
      objects.map((type) => ({
        httpStatusCode: 200,
        referenceId: type,
        body: { totalSize: 1, done: true, records: [{ attributes: { type } }] },
      })),
    );
    expect(rig.usage.used).toBe(1);
  });
});
