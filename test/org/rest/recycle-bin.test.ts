import { describe, expect, it } from 'vitest';
import { base, soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const remove = (object: string, id: string) =>
  call(`${base}/sobjects/${object}/${id}`, { method: 'DELETE' });
const queryAll = (soql: string, options = {}) =>
  call(soqlPath(soql).replace('/query?', '/queryAll?'), options);

describe('the recycle bin', () => {
  it('is seen by queryAll, page by page, and by nothing else', async () => {
    const { body } = await post('/sobjects/Account', { Name: 'Short-lived' });
    const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Short-lived'";
    await remove('Account', body.id);
    expect((await call(soqlPath(soql))).body.totalSize).toBe(0);
    const found = await queryAll(soql);
    expect(found.body.records).toMatchObject([{ Id: body.id, IsDeleted: true }]);
    expect((await queryAll(soql, { user: 'sam@store.example' })).body.totalSize).toBe(0);
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await queryAll('SELECT Id FROM Order', { headers });
    const next = await call(first.body.nextRecordsUrl, { headers });
    expect(next.body.records).toHaveLength(200);
  });

  it('takes what hangs on a record along, and shows it', async () => {
    const [order] = [...rig.data.tables.Order.rows()].filter(({ Status }) => Status === 'Draft');
    const id = order?.Id ?? '';
    const items = rig.data.tables.OrderItem.children('OrderId', id).length;
    expect(items).toBeGreaterThan(0);
    const about = await post('/sobjects/Case', { Subject: 'x', Order__c: id });
    expect((await remove('Order', id)).status).toBe(204);
    const soql = `SELECT Id, IsDeleted FROM OrderItem WHERE OrderId = '${id}'`;
    expect((await call(soqlPath(soql))).body.totalSize).toBe(0);
    const deleted = (await queryAll(soql)).body;
    expect(deleted.totalSize).toBe(items);
    expect(deleted.records[0].IsDeleted).toBe(true);
    expect(rig.data.tables.Case.get(about.body.id).Order__c).toBeNull();
  });

  it('does not take a record that others cannot do without', async () => {
    const account = (await post('/sobjects/Account', { Name: 'Busy' })).body.id;
    const contact = (await post('/sobjects/Contact', { LastName: 'One', AccountId: account })).body;
    const about = { Subject: 'x', ContactId: contact.id };
    const { CaseNumber } = rig.data.tables.Case.get((await post('/sobjects/Case', about)).body.id);
    const refusal = (name: string, kind: string, numbers: unknown) => ({
      message: `Your attempt to delete ${name} could not be completed because it is associated with the following ${kind}.: ${String(numbers)}\n`,
      errorCode: 'DELETE_FAILED',
      fields: [],
    });
    const refused = await remove('Contact', contact.id);
    expect([refused.status, refused.body]).toEqual([400, [refusal('One', 'cases', CaseNumber)]]);
    expect((await remove('Account', account)).body).toEqual([refusal('Busy', 'cases', CaseNumber)]);
    expect(rig.data.tables.Contact.get(contact.id).IsDeleted).toBe(false);
  });

  it('takes the contacts of an account along', async () => {
    const account = (await post('/sobjects/Account', { Name: 'Quiet' })).body.id;
    const contact = (await post('/sobjects/Contact', { LastName: 'One', AccountId: account })).body;
    expect((await remove('Account', account)).status).toBe(204);
    expect(rig.data.tables.Contact.get(contact.id).IsDeleted).toBe(true);
  });
});

describe('changes of a time', () => {
  const span = 'start=2026-11-22T09:00:00Z&end=2026-11-22T11:00:00%2B00:00';

  it('are listed by id, deletions with their time', async () => {
    rig.clock.now = new Date('2026-11-22T10:00:00Z');
    const { Id } = find('Account', 'Contoso');
    await call(`${base}/sobjects/Account/${Id}`, { method: 'PATCH', body: { Phone: '1' } });
    const { body } = await post('/sobjects/Account', { Name: 'Short-lived' });
    await remove('Account', body.id);
    const updated = await call(`${base}/sobjects/Account/updated?${span}`);
    expect(updated.body).toEqual({
      ids: [Id],
      latestDateCovered: '2026-11-22T11:00:00.000+0000',
    });
    const deleted = await call(`${base}/sobjects/Account/deleted/?${span}`);
    expect(deleted.body).toEqual({
      deletedRecords: [{ id: body.id, deletedDate: '2026-11-22T10:00:00.000+0000' }],
      earliestDateAvailable: '2026-10-23T10:00:00.000+0000',
      latestDateCovered: '2026-11-22T11:00:00.000+0000',
    });
    const sams = await call(`${base}/sobjects/Account/updated?${span}`, {
      user: 'sam@store.example',
    });
    expect(sams.body.ids).toEqual([]);
  });

  it.each([
    ['start=2026-11-22T11:00:00Z&end=2026-11-22T09:00:00Z', 'INVALID_REPLICATION_DATE'],
    ['start=2026-10-01T11:00:00Z&end=2026-11-22T09:00:00Z', 'INVALID_REPLICATION_DATE'],
    ['start=2026-11-22T11:00:00Z', 'MISSING_ARGUMENT'],
    ['start=yesterday&end=2026-11-22T11:00:00Z', 'MISSING_ARGUMENT'],
  ])('are not listed for %s', async (query, code) => {
    for (const what of ['updated', 'deleted']) {
      const { status, body } = await call(`${base}/sobjects/Account/${what}?${query}`);
      expect([status, body[0].errorCode]).toEqual([400, code]);
    }
  });
});
