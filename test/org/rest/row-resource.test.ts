import { describe, expect, it } from 'vitest';
import { base, soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

describe('a record', () => {
  const ada = 'ada@northwind.example';

  it('has every field that the user may see', async () => {
    const [order] = rig.data.tables.Order.children(
      'AccountId',
      rig.data.userByUsername(ada)?.accountId ?? '',
    );
    const { status, body } = await call(
      `/services/data/v66.0/sobjects/order/${order?.Id.slice(0, 15) ?? ''}`,
      { user: ada },
    );
    expect(status).toBe(200);
    const visible = Object.entries(order ?? {}).filter(([name]) => name !== 'InternalNotes__c');
    expect(visible).toHaveLength(Object.keys(order ?? {}).length - 1);
    expect(body).toEqual({
      attributes: { type: 'Order', url: `/services/data/v66.0/sobjects/Order/${order?.Id ?? ''}` },
      ...Object.fromEntries(visible),
    });
  });

  it('has the fields that were asked for, and its id', async () => {
    const id = rig.data.userByUsername(ada)?.id ?? '';
    const { body } = await call(`/services/data/v66.0/sobjects/User/${id}?fields=username,Name`, {
      user: ada,
    });
    expect(body).toEqual({
      attributes: expect.anything(),
      Username: ada,
      Name: 'Ada Lovelace',
      Id: id,
    });
    const sparse = await call(`/services/data/v66.0/sobjects/User/${id}?fields=Username,,Name,`, {
      user: ada,
    });
    expect(sparse.body).toEqual(body);
    const hidden = await call(
      `/services/data/v66.0/sobjects/Account/${rig.data.userByUsername(ada)?.accountId ?? ''}?fields=AnnualRevenue`,
      { user: ada },
    );
    expect(hidden.status).toBe(400);
    expect(hidden.body).toEqual([
      {
        message: "No such column 'AnnualRevenue' on sobject of type Account",
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it("is not found where it is another's, where there is none, and where the id is none", async () => {
    const [order] = rig.data.tables.Order.children(
      'AccountId',
      rig.data.userByUsername('grace@contoso.example')?.accountId ?? '',
    );
    for (const id of [order?.Id ?? '', '801000000000000AAA', 'abc']) {
      const { status, body } = await call(`/services/data/v66.0/sobjects/Order/${id}`, {
        user: ada,
      });
      expect(status).toBe(404);
      expect(body).toEqual([
        {
          message: `Provided external ID field does not exist or is not accessible: ${id}`,
          errorCode: 'NOT_FOUND',
        },
      ]);
    }
  });

  it('of an object that the user may not read does not exist', async () => {
    const [order] = rig.data.tables.Order.rows();
    const { status } = await call(`/services/data/v66.0/sobjects/Order/${order?.Id ?? ''}`, {
      user: 'integration@store.example',
    });
    expect(status).toBe(404);
  });

  it('is found by its external id', async () => {
    const [order] = rig.data.tables.Order.rows();
    if (order !== undefined) {
      order.RequestKey__c = 'key-1';
    }
    const { body } = await call(
      '/services/data/v66.0/sobjects/Order/RequestKey__c/key-1?fields=OrderNumber',
    );
    expect(body).toMatchObject({ Id: order?.Id, OrderNumber: order?.OrderNumber });
    expect((await call('/services/data/v66.0/sobjects/Order/RequestKey__c/key-2')).status).toBe(
      404,
    );
    expect((await call('/services/data/v66.0/sobjects/Order/Status/Draft')).status).toBe(404);
  });
});

describe('a record read again', () => {
  const later = (minutes: number) => {
    rig.clock.now = new Date(Date.parse('2026-11-22T10:00:00Z') + minutes * 60_000);
  };
  const since = async (path: string) => {
    const { headers } = await call(path);
    return { headers: { 'if-modified-since': headers.get('last-modified') ?? '' } };
  };
  const me = () => rig.data.userByUsername('mia@store.example')?.id;

  it('has changed with what is added up in it', async () => {
    const soql = "SELECT Id, OrderId FROM OrderItem WHERE Order.Status = 'Draft' LIMIT 1";
    const [item] = (await call(soqlPath(soql))).body.records;
    const path = `${base}/sobjects/Order/${item.OrderId}`;
    const unchanged = await since(path);
    expect((await call(path, unchanged)).status).toBe(304);
    later(1);
    const body = { Description: 'no other price' };
    await call(`${base}/sobjects/OrderItem/${item.Id}`, { method: 'PATCH', body });
    expect((await call(path, unchanged)).status).toBe(304);
    await call(`${base}/sobjects/OrderItem/${item.Id}`, {
      method: 'PATCH',
      body: { Quantity: 99 },
    });
    const changed = await call(path, unchanged);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      LastModifiedDate: '2026-11-22T10:01:00.000+0000',
      LastModifiedById: me(),
      SystemModstamp: '2026-11-22T10:01:00.000+0000',
    });
    const again = await since(path);
    later(2);
    await call(`${base}/sobjects/OrderItem/${item.Id}`, { method: 'DELETE' });
    expect((await call(path, again)).status).toBe(200);
  });

  it('has changed when what it named is deleted, although nobody modified it', async () => {
    const parent = (await post('/sobjects/Account', { Name: 'Parent' })).body.id;
    const child = (await post('/sobjects/Account', { Name: 'Child', ParentId: parent })).body.id;
    const path = `${base}/sobjects/Account/${child}`;
    const unchanged = await since(path);
    later(1);
    await call(`${base}/sobjects/Account/${parent}`, { method: 'DELETE' });
    const { status, body } = await call(path, unchanged);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ParentId: null,
      LastModifiedDate: '2026-11-22T09:30:00.000+0000',
      SystemModstamp: '2026-11-22T10:01:00.000+0000',
    });
    expect(rig.data.tables.Account.get(parent).LastModifiedById).toBe(me());
  });

  it('has changed when something was done about it', async () => {
    const { Id } = find('Account', 'Northwind');
    const path = `${base}/sobjects/Account/${Id}`;
    const unchanged = await since(path);
    later(1);
    await post('/sobjects/Task', {
      WhatId: Id,
      ActivityDate: '2026-11-22',
      Status: 'Completed',
    });
    const { status, body } = await call(path, unchanged);
    expect([status, body.LastActivityDate]).toEqual([200, '2026-11-22']);
  });
});
