import { expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const ada = 'ada@northwind.example';
const sam = 'sam@store.example';

/** Adds some of a product to a new order of Northwind's. */
async function buy(Quantity: number, user: string) {
  const book = find('Pricebook2', 'Standard Price Book').Id;
  const [entry] = rig.data.tables.PricebookEntry.children('Pricebook2Id', book);
  const AccountId = find('Account', 'Northwind').Id;
  const draft = { AccountId, Pricebook2Id: book, EffectiveDate: '2026-11-22', Status: 'Draft' };
  const { body } = await post('/sobjects/Order', draft, { user });
  const item = { OrderId: body.id, PricebookEntryId: entry?.Id, Quantity };
  return post('/sobjects/OrderItem', item, { user });
}

it('lets customers order 500 of one product and no more, in the words of the shop', async () => {
  expect((await buy(500, ada)).status).toBe(201);
  const items = rig.data.tables.OrderItem.size;
  const { status, body } = await buy(500.01, ada);
  expect([status, body]).toEqual([
    400,
    [
      {
        message: 'Please call us for more than 500 of one product.',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: ['Quantity'],
      },
    ],
  ]);
  expect(rig.data.tables.OrderItem.size).toBe(items);
});

it('lets whoever takes the call write down and change as many as are wanted', async () => {
  const { status, body } = await buy(501, sam);
  expect(status).toBe(201);
  const path = `${base}/sobjects/OrderItem/${body.id}`;
  const changed = await call(path, { method: 'PATCH', user: sam, body: { Quantity: 900 } });
  expect(changed.status).toBe(204);
});

it('asks when Salesforce itself is content, and not before', async () => {
  const { body } = await buy(1e20, ada);
  expect(body).toMatchObject([{ errorCode: 'NUMBER_OUTSIDE_VALID_RANGE' }]);
});
