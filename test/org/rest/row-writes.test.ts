import { describe, expect, it } from 'vitest';
import { base, soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const accounts = `${base}/sobjects/Account`;

describe('a new record', () => {
  it('is created with its defaults, its owner, its dates and an address', async () => {
    const { status, body, headers } = await post('/sobjects/account', {
      name: '  Acme  ',
      AnnualRevenue: '1234.6',
      Phone: '',
    });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^001\w{15}$/), success: true, errors: [] });
    expect(headers.get('location')).toBe(`${accounts}/${body.id}`);
    const { id: mia } = rig.data.userByUsername('mia@store.example') ?? {};
    const at = '2026-11-22T09:30:00.000+0000';
    expect((await call(`${accounts}/${body.id}`)).body).toMatchObject({
      Name: 'Acme',
      AnnualRevenue: 1235,
      Phone: null,
      IsDeleted: false,
      OwnerId: mia,
      CreatedById: mia,
      CreatedDate: at,
      LastModifiedById: mia,
      LastModifiedDate: at,
      SystemModstamp: at,
    });
  });

  it('has the defaults of its fields, where null stands in for nothing', async () => {
    const { body } = await post('/sobjects/Case', { Subject: 'x', Status: null });
    expect(rig.data.tables.Case.get(body.id)).toMatchObject({
      Status: 'New',
      Priority: 'Medium',
      IsEscalated: false,
      CaseNumber: String(1001 + rig.data.tables.Case.size - 1).padStart(8, '0'),
    });
  });

  it('names a parent by id, of 15 characters too, or by a key of the parent', async () => {
    const { Id } = find('Account', 'Northwind');
    const created = await post('/sobjects/Contact', { LastName: 'A', AccountId: Id.slice(0, 15) });
    expect(rig.data.tables.Contact.get(created.body.id).AccountId).toBe(Id);
    const order = find('Order', '00000100');
    rig.data.tables.Order.update(order, { RequestKey__c: 'key-1' });
    const about = await post('/sobjects/Case', {
      attributes: { type: 'Case' },
      Subject: 'About an order',
      Order__r: { attributes: { type: 'Order' }, requestkey__c: 'KEY-1' },
    });
    expect(rig.data.tables.Case.get(about.body.id).Order__c).toBe(order.Id);
  });

  it('takes any value of a picklist that is not restricted', async () => {
    const { status } = await post('/sobjects/Account', { Name: 'A', Industry: 'Falconry' });
    expect(status).toBe(201);
  });

  it('is made by an upsert with no id, too', async () => {
    const { status, body } = await post('/sobjects/Account/Id', { Name: 'By no id' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ success: true, created: true });
  });
});

describe('a changed record', () => {
  it('has the new values, and the time and the hand of the change', async () => {
    const { Id, CreatedDate } = find('Account', 'Northwind');
    rig.clock.now = new Date('2026-11-22T10:00:00Z');
    const { status, body } = await call(`${accounts}/${Id.slice(0, 15)}`, {
      method: 'PATCH',
      body: { Phone: '+1 555 0199', Description: null },
      user: 'sam@store.example',
    });
    expect([status, body]).toEqual([204, undefined]);
    const { id: sam } = rig.data.userByUsername('sam@store.example') ?? {};
    expect(rig.data.tables.Account.get(Id)).toMatchObject({
      Phone: '+1 555 0199',
      CreatedDate,
      LastModifiedById: sam,
      LastModifiedDate: '2026-11-22T10:00:00.000+0000',
      SystemModstamp: '2026-11-22T10:00:00.000+0000',
    });
  });

  it('may be sent by POST where PATCH cannot be', async () => {
    const { Id } = find('Account', 'Northwind');
    const path = `/sobjects/Account/${Id}?_HttpMethod=PATCH`;
    expect((await post(path, { Phone: '1' })).status).toBe(204);
    expect(rig.data.tables.Account.get(Id).Phone).toBe('1');
  });

  it('answers 304 to who has seen it since', async () => {
    const { Id } = find('Account', 'Northwind');
    const first = await call(`${accounts}/${Id}`);
    const seen = first.headers.get('last-modified') ?? '';
    const headers = { 'If-Modified-Since': seen };
    expect((await call(`${accounts}/${Id}`, { headers })).status).toBe(304);
    await call(`${accounts}/${Id}`, { method: 'PATCH', body: { Phone: '1' } });
    expect((await call(`${accounts}/${Id}`, { headers })).status).toBe(200);
  });
});

describe('an upsert', () => {
  const path = '/sobjects/Order/RequestKey__c/key%2F1';
  const upsert = (body: unknown, version = 'v66.0') =>
    call(`/services/data/${version}${path}`, { method: 'PATCH', body });

  function draft() {
    return {
      AccountId: find('Account', 'Northwind').Id,
      EffectiveDate: '2026-11-22',
      Status: 'Draft',
    };
  }

  it('makes the record that has the key, then changes it', async () => {
    const first = await upsert(draft());
    expect(first.status).toBe(201);
    expect(first.body).toEqual({ id: first.body.id, success: true, errors: [], created: true });
    expect(first.headers.get('location')).toBe(`${base}/sobjects/Order/${first.body.id}`);
    const second = await upsert({ PoNumber: 'PO-1' });
    expect(second.status).toBe(200);
    expect(second.body).toEqual({ ...first.body, created: false });
    expect(rig.data.tables.Order.get(first.body.id)).toMatchObject({
      RequestKey__c: 'key/1',
      PoNumber: 'PO-1',
    });
  });

  it('says less before version 46', async () => {
    const first = await upsert(draft(), 'v45.0');
    expect([first.status, Object.keys(first.body)]).toEqual([201, ['id', 'success', 'errors']]);
    const second = await upsert({ PoNumber: 'PO-1' }, 'v45.0');
    expect([second.status, second.body]).toEqual([204, undefined]);
  });

  it('answers 300 with addresses where several records have the key', async () => {
    const found = [find('Order', '00000100'), find('Order', '00000101')];
    for (const order of found) rig.data.tables.Order.update(order, { RequestKey__c: 'key/1' });
    for (const method of ['PATCH', 'GET', 'DELETE']) {
      const { status, body } = await call(`${base}${path}`, {
        method,
        ...(method === 'PATCH' && { body: {} }),
      });
      expect(status).toBe(300);
      expect(body).toEqual(found.map(({ Id }) => `${base}/sobjects/Order/${Id}`));
    }
  });

  it('makes nothing where it is told to update only, or by an id that is nobody’s', async () => {
    const only = await call(`${base}${path}?updateOnly=true`, { method: 'PATCH', body: draft() });
    expect(only.status).toBe(404);
    const byId = `${base}/sobjects/Order/Id/801000000000000AAA`;
    expect((await call(byId, { method: 'PATCH', body: draft() })).status).toBe(404);
  });

  it('is refused where the key is in the body, and by a field that is no key', async () => {
    const { status, body } = await upsert({ ...draft(), requestkey__c: 'key/1' });
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: 'The RequestKey__c field should not be specified in the sobject data.',
        errorCode: 'INVALID_FIELD',
      },
    ]);
    const byStatus = `${base}/sobjects/Order/Status/Draft`;
    const other = await call(byStatus, { method: 'PATCH', body: {} });
    expect([other.status, other.body[0].errorCode]).toEqual([404, 'NOT_FOUND']);
  });

  it('deletes by the key, too', async () => {
    const { body } = await upsert(draft());
    expect((await call(`${base}${path}`, { method: 'DELETE' })).status).toBe(204);
    expect(rig.data.tables.Order.get(body.id).IsDeleted).toBe(true);
    expect((await call(`${base}${path}`, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('a deleted record', () => {
  it('is gone for queries and reads', async () => {
    const { body } = await post('/sobjects/Account', { Name: 'Short-lived' });
    expect((await call(`${accounts}/${body.id}`, { method: 'DELETE' })).status).toBe(204);
    const found = await call(soqlPath("SELECT Id FROM Account WHERE Name = 'Short-lived'"));
    expect(found.body.totalSize).toBe(0);
    const gone = await call(`${accounts}/${body.id}`);
    expect(gone.status).toBe(404);
    expect(gone.body).toEqual([
      { message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] },
    ]);
  });
});
