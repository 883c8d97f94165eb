import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { call, find } = rig;

describe('a collection of upserts', () => {
  const upsert = (records: readonly unknown[], field = 'RequestKey__c') =>
    call(`${base}/composite/sobjects/Order/${field}`, { method: 'PATCH', body: { records } });

  it('makes and changes, by the key in each record', async () => {
    const order = (RequestKey__c: string, more: Record<string, unknown> = {}) => ({
      attributes: { type: 'Order' },
      RequestKey__c,
      ...more,
    });
    const AccountId = find('Account', 'Northwind').Id;
    const fresh = { AccountId, EffectiveDate: '2026-11-22', Status: 'Draft' };
    const first = await upsert([order('a', fresh)]);
    const id = first.body[0].id;
    expect(first.body).toMatchObject([{ success: true, created: true, errors: [] }]);
    const { body } = await upsert([
      order('a', { PoNumber: 'PO-1' }),
      order('b'),
      { attributes: { type: 'Account' }, Name: 'x' },
    ]);
    expect(body).toMatchObject([
      { id, success: true, created: false, errors: [] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
      { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
    ]);
    expect(rig.data.tables.Order.get(id)).toMatchObject({ RequestKey__c: 'a', PoNumber: 'PO-1' });
  });

  it('takes no record whose key another one has, whichever comes first', async () => {
    const record = (RequestKey__c: string | null) => ({
      ...{ attributes: { type: 'Order' }, RequestKey__c, EffectiveDate: '2026-11-22' },
      ...{ Status: 'Draft', AccountId: find('Account', 'Northwind').Id },
    });
    const { body } = await upsert(['a', 'b', 'A', 'a', null, null].map(record));
    const twice = (key: string) => ({
      success: false,
      errors: [
        {
          statusCode: 'DUPLICATE_VALUE',
          message: `Duplicate external id specified: ${key}`,
          fields: ['RequestKey__c'],
        },
      ],
    });
    const fresh = expect.objectContaining({ success: true, created: true });
    expect(body).toEqual([twice('a'), fresh, twice('A'), twice('a'), fresh, fresh]);
    const { Id } = find('Account', 'Northwind');
    const byId = [Id, Id.slice(0, 15)].map((id) => ({ attributes: { type: 'Account' }, id }));
    const path = `${base}/composite/sobjects/Account/Id`;
    const answer = await call(path, { method: 'PATCH', body: { records: byId } });
    expect(answer.body).toMatchObject([
      { errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ]);
  });

  it('says which records share a key, and wants a field that is one', async () => {
    const found = [find('Order', '00000100'), find('Order', '00000101')];
    for (const order of found) rig.data.tables.Order.update(order, { RequestKey__c: 'k' });
    const { body } = await upsert([{ attributes: { type: 'Order' }, RequestKey__c: 'k' }]);
    expect(body[0].errors[0].message).toBe(
      `More than 1 record found for external id field: [${found.map(({ Id }) => Id).join(', ')}]`,
    );
    expect((await upsert([], 'Status')).status).toBe(404);
  });
});
