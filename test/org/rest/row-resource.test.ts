import { describe, expect, it } from 'vitest';
import { useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call } = rig;

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
