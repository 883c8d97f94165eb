import { beforeEach, describe, expect, it } from 'vitest';
import type { OrgRecord } from '../data/record-table.ts';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const patch = (object: string, id: string, body: unknown) =>
  call(`${base}/sobjects/${object}/${id}`, { method: 'PATCH', body });
const remove = (object: string, id: string) =>
  call(`${base}/sobjects/${object}/${id}`, { method: 'DELETE' });

let book: OrgRecord;
let entries: readonly OrgRecord[];

beforeEach(() => {
  book = find('Pricebook2', 'Standard Price Book');
  entries = rig.data.tables.PricebookEntry.children('Pricebook2Id', book.Id).filter(
    ({ IsActive }) => IsActive === true,
  );
});

async function newOrder(changes: Record<string, unknown> = {}): Promise<string> {
  const { body } = await post('/sobjects/Order', {
    AccountId: find('Account', 'Northwind').Id,
    Pricebook2Id: book.Id,
    EffectiveDate: '2026-11-22',
    Status: 'Draft',
    ...changes,
  });
  return body.id;
}

function addItem(orderId: string, changes: Record<string, unknown> = {}) {
  const item = { OrderId: orderId, PricebookEntryId: entries[0]?.Id, Quantity: 3, ...changes };
  return post('/sobjects/OrderItem', item);
}

const locked = {
  message:
    'Unable to modify activated or superseded Order:  cannot delete Order, or add or remove Order Products',
  errorCode: 'ENTITY_IS_LOCKED',
  fields: [],
};

describe('an order', () => {
  it('has the next number, and begins as a draft worth nothing', async () => {
    const numbers = [...rig.data.tables.Order.rows()].map(({ OrderNumber }) => String(OrderNumber));
    const last = Number(numbers.toSorted().at(-1));
    const order = rig.data.tables.Order.get(await newOrder());
    expect(order).toMatchObject({
      OrderNumber: String(last + 1).padStart(8, '0'),
      StatusCode: 'Draft',
      TotalAmount: 0,
      ActivatedDate: null,
    });
    const refused = await post('/sobjects/Order', {
      AccountId: order.AccountId,
      EffectiveDate: '2026-11-22',
      Status: 'Activated',
    });
    expect(refused.body[0]).toMatchObject({ errorCode: 'INVALID_STATUS', fields: ['Status'] });
  });

  it('adds its products up, at the list price of its book unless another is said', async () => {
    const id = await newOrder();
    const list = Number(entries[0]?.UnitPrice);
    const first = await addItem(id);
    expect(rig.data.tables.OrderItem.get(first.body.id)).toMatchObject({
      Product2Id: entries[0]?.Product2Id,
      ListPrice: list,
      UnitPrice: list,
      TotalPrice: Math.round(list * 300) / 100,
    });
    await addItem(id, { PricebookEntryId: entries[1]?.Id, UnitPrice: 0.1, Quantity: 3 });
    const total = () => rig.data.tables.Order.get(id).TotalAmount;
    expect(total()).toBe(Math.round(list * 300 + 30) / 100);
    expect((await patch('OrderItem', first.body.id, { Quantity: 1 })).status).toBe(204);
    expect(total()).toBe(Math.round(list * 100 + 30) / 100);
    expect((await remove('OrderItem', first.body.id)).status).toBe(204);
    expect(total()).toBe(0.3);
  });

  it('takes products of its own price book only, and only those on sale', async () => {
    const id = await newOrder();
    const wholesale = find('Pricebook2', 'Wholesale (planned)');
    const [other] = rig.data.tables.PricebookEntry.children('Pricebook2Id', wholesale.Id);
    const wrongBook = {
      message:
        'Order Products must have a Price Book Entry that belongs to the Price Book related to the parent Order.: Price Book Entry ID',
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['PricebookEntryId'],
    };
    expect((await addItem(id, { PricebookEntryId: other?.Id })).body).toEqual([wrongBook]);
    expect((await addItem(await newOrder({ Pricebook2Id: null }))).body).toEqual([wrongBook]);
    const ended = rig.data.tables.PricebookEntry.children('Pricebook2Id', book.Id).find(
      ({ IsActive }) => IsActive === false,
    );
    const inactive = await addItem(id, { PricebookEntryId: ended?.Id });
    expect(inactive.body[0].message).toBe(
      'field integrity exception: PricebookEntryId (pricebook entry is inactive)',
    );
    const none = await addItem(id, { PricebookEntryId: null });
    expect(none.body[0].fields).toEqual(['PricebookEntryId']);
    expect(rig.data.tables.Order.get(id).TotalAmount).toBe(0);
  });

  it('keeps its price book once it has products', async () => {
    const id = await newOrder();
    await addItem(id);
    const { body } = await patch('Order', id, { Pricebook2Id: null });
    expect(body[0]).toMatchObject({
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['Pricebook2Id'],
    });
  });

  it.each([
    ['Quantity', 0],
    ['Quantity', -1],
    ['Quantity', 0.001],
    ['UnitPrice', -0.01],
  ])('takes no product whose %s is %d', async (field, value) => {
    const id = await newOrder();
    const refusal = { errorCode: 'FIELD_INTEGRITY_EXCEPTION', fields: [field] };
    const { status, body } = await addItem(id, { [field]: value });
    expect(status).toBe(400);
    expect(body).toMatchObject([refusal]);
    const item = (await addItem(id, { UnitPrice: 0 })).body.id;
    expect((await patch('OrderItem', item, { [field]: value })).body).toMatchObject([refusal]);
    expect(rig.data.tables.OrderItem.get(item)).toMatchObject({ Quantity: 3, UnitPrice: 0 });
  });

  it('is activated before anything else becomes of it', async () => {
    const id = await newOrder();
    await addItem(id);
    for (const Status of ['Shipped', 'Delivered', 'Cancelled']) {
      const { status, body } = await patch('Order', id, { Status });
      expect([status, body[0].errorCode, body[0].fields]).toEqual([
        ...[400, 'INVALID_STATUS', ['Status']],
      ]);
    }
    expect(rig.data.tables.Order.get(id).Status).toBe('Draft');
  });

  it('becomes a draft again by the shop’s people only', async () => {
    const ada = { user: 'ada@northwind.example' };
    const id = await newOrder();
    await addItem(id);
    await patch('Order', id, { Status: 'Activated' });
    const draft = { method: 'PATCH', body: { Status: 'Draft' } };
    const refused = await call(`${base}/sobjects/Order/${id}`, { ...draft, ...ada });
    expect([refused.status, refused.body]).toEqual([
      400,
      [expect.objectContaining({ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' })],
    ]);
    expect(rig.data.tables.Order.get(id).Status).toBe('Activated');
    expect((await call(`${base}/sobjects/Order/${id}`, draft)).status).toBe(204);
    expect(rig.data.tables.Order.get(id)).toMatchObject({
      StatusCode: 'Draft',
      ActivatedDate: null,
      ActivatedById: null,
    });
  });

  it('is activated with products, and locked from then on', async () => {
    const id = await newOrder();
    const empty = await patch('Order', id, { Status: 'Activated' });
    expect([empty.status, empty.body[0].errorCode]).toEqual([400, 'FAILED_ACTIVATION']);
    const item = await addItem(id);
    expect((await patch('Order', id, { Status: 'Activated' })).status).toBe(204);
    expect(rig.data.tables.Order.get(id)).toMatchObject({
      StatusCode: 'Activated',
      ActivatedById: rig.data.userByUsername('mia@store.example')?.id,
      ActivatedDate: '2026-11-22T09:30:00.000+0000',
    });
    expect((await addItem(id)).body).toEqual([locked]);
    expect((await patch('OrderItem', item.body.id, { Quantity: 9 })).body).toEqual([locked]);
    expect((await remove('OrderItem', item.body.id)).body).toEqual([locked]);
    expect((await remove('Order', id)).body).toEqual([locked]);
    expect((await patch('Order', id, { Status: 'Shipped' })).status).toBe(204);
    expect((await patch('Order', id, { Status: 'Cancelled' })).status).toBe(204);
    expect(rig.data.tables.Order.get(id).StatusCode).toBe('Canceled');
  });
});

describe('a case', () => {
  it('follows its contact and closes with its status', async () => {
    const contact = find('Contact', 'Grace Hopper');
    const { body } = await post('/sobjects/Case', { Subject: 'x', ContactId: contact.Id });
    const row = rig.data.tables.Case.get(body.id);
    expect(row).toMatchObject({
      AccountId: contact.AccountId,
      ContactEmail: contact.Email,
      ContactPhone: contact.Phone,
      IsClosed: false,
      ClosedDate: null,
    });
    await patch('Case', body.id, { Status: 'Closed' });
    expect(row).toMatchObject({ IsClosed: true, ClosedDate: '2026-11-22T09:30:00.000+0000' });
    await patch('Case', body.id, { Status: 'Working' });
    expect(row).toMatchObject({ IsClosed: false, ClosedDate: null });
  });
});

describe('a price', () => {
  it('is in the Standard Price Book first, and once in each book', async () => {
    const product = (await post('/sobjects/Product2', { Name: 'Kettle', ProductCode: 'K-1' })).body;
    const price = (bookId: string) =>
      post('/sobjects/PricebookEntry', {
        Product2Id: product.id,
        Pricebook2Id: bookId,
        UnitPrice: 20,
      });
    const wholesale = find('Pricebook2', 'Wholesale (planned)').Id;
    expect((await price(wholesale)).body).toEqual([
      {
        message: 'Before creating a custom price, create a standard price.',
        errorCode: 'STANDARD_PRICE_NOT_DEFINED',
        fields: [],
      },
    ]);
    const { body } = await price(book.Id);
    expect(rig.data.tables.PricebookEntry.get(body.id)).toMatchObject({
      Name: 'Kettle',
      ProductCode: 'K-1',
    });
    expect((await price(wholesale)).status).toBe(201);
    expect((await price(book.Id)).body).toEqual([
      {
        message: 'This price definition already exists in this price book',
        errorCode: 'FIELD_INTEGRITY_EXCEPTION',
        fields: [],
      },
    ]);
  });
});

describe('a person', () => {
  it('has the name of its parts', async () => {
    const { body } = await post('/sobjects/Contact', { FirstName: 'Ada', LastName: 'King' });
    expect(rig.data.tables.Contact.get(body.id).Name).toBe('Ada King');
    await patch('Contact', body.id, { FirstName: null });
    expect(rig.data.tables.Contact.get(body.id).Name).toBe('King');
  });
});
