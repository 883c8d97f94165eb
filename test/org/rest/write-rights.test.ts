import { describe, expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const ada = { user: 'ada@northwind.example' };

function draft(account: string) {
  const AccountId = find('Account', account).Id;
  return { AccountId, EffectiveDate: '2026-11-22', Status: 'Draft' };
}

describe('a customer', () => {
  it('orders for the own account and for no other', async () => {
    const own = await post('/sobjects/Order', draft('Northwind'), ada);
    expect(own.status).toBe(201);
    expect((await call(`${base}/sobjects/Order/${own.body.id}`, ada)).status).toBe(200);
    const other = await post('/sobjects/Order', draft('Contoso'), ada);
    expect(other.status).toBe(400);
    expect(other.body).toEqual([
      {
        message: `insufficient access rights on cross-reference id: ${find('Account', 'Contoso').Id.slice(0, 15)}`,
        errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        fields: [],
      },
    ]);
  });

  it('adds to no order of another', async () => {
    const order = await post('/sobjects/Order', draft('Contoso'));
    const [entry] = rig.data.tables.PricebookEntry.rows();
    const { body } = await post(
      '/sobjects/OrderItem',
      { OrderId: order.body.id, PricebookEntryId: entry?.Id, Quantity: 1 },
      ada,
    );
    expect(body[0].errorCode).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
  });

  it('opens a case that is theirs', async () => {
    const { body } = await post('/sobjects/Case', { Subject: 'Where is it?' }, ada);
    const { contactId, accountId } = rig.data.userByUsername(ada.user) ?? {};
    expect(rig.data.tables.Case.get(body.id)).toMatchObject({
      ContactId: contactId,
      AccountId: accountId,
      ContactEmail: ada.user,
    });
    expect((await call(`${base}/sobjects/Case/${body.id}`, ada)).status).toBe(200);
  });

  it("opens a case about an order of the own account and of no other's", async () => {
    const orders = [...rig.data.tables.Order.rows()];
    const orderOf = (name: string) => {
      const account = find('Account', name).Id;
      return orders.find(({ AccountId }) => AccountId === account)?.Id ?? '';
    };
    const about = (Order__c: string) => post('/sobjects/Case', { Subject: 'x', Order__c }, ada);
    expect((await about(orderOf('Northwind'))).status).toBe(201);
    const before = rig.data.tables.Case.size;
    const refused = await about(orderOf('Contoso'));
    expect([refused.status, refused.body]).toEqual([
      400,
      [
        {
          message: `insufficient access rights on cross-reference id: ${orderOf('Contoso').slice(0, 15)}`,
          errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
          fields: [],
        },
      ],
    ]);
    expect(rig.data.tables.Case.size).toBe(before);
  });

  it('creates no account, changes none and deletes nothing', async () => {
    const created = await post('/sobjects/Account', { Name: 'x' }, ada);
    expect([created.status, created.body]).toEqual([
      400,
      [
        {
          message: 'entity type cannot be inserted: Account',
          errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
          fields: [],
        },
      ],
    ]);
    const path = `${base}/sobjects/Account/${find('Account', 'Northwind').Id}`;
    const changed = await call(path, { ...ada, method: 'PATCH', body: { Phone: '1' } });
    expect(changed.body[0]).toMatchObject({ message: 'entity type cannot be updated: Account' });
    const order = await post('/sobjects/Order', draft('Northwind'), ada);
    const deleted = await call(`${base}/sobjects/Order/${order.body.id}`, {
      ...ada,
      method: 'DELETE',
    });
    expect(deleted.body).toEqual([
      {
        message: 'insufficient access rights on object id',
        errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
        fields: [],
      },
    ]);
  });
});

describe('other users', () => {
  it('finds no order to write, as the integration user', async () => {
    const integration = { user: 'integration@store.example' };
    const { status, body } = await post('/sobjects/Order', draft('Northwind'), integration);
    expect([status, body[0].errorCode]).toEqual([404, 'NOT_FOUND']);
    const product = await post('/sobjects/Product2', { Name: 'x' }, integration);
    expect(product.body[0].message).toBe('entity type cannot be inserted: Product');
  });

  it('writes no user, whoever it is', async () => {
    const path = `/sobjects/User/${rig.data.userByUsername('sam@store.example')?.id ?? ''}`;
    const { body } = await call(`${base}${path}`, { method: 'PATCH', body: { Title: 'Boss' } });
    expect(body[0].message).toBe('entity type cannot be updated: User');
    expect((await call(`${base}${path}`)).body.Title).toBe('Sales Representative');
  });
});
