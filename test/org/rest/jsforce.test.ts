import { BulkV2 } from 'jsforce/lib/api/bulk2.js';
import { Connection } from 'jsforce/lib/core.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { obtainTokens } from '../oauth/oauth-test-client.ts';

/** A client that others wrote, against the whole org. */
let org: Org;
let connection: Connection;

beforeAll(async () => {
  org = await createOrg();
  const { access_token: accessToken = '' } = await obtainTokens(org, 'mia@store.example');
  connection = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
});
afterAll(() => org.close());

function idOf(result: { id?: string | undefined }): string {
  if (result.id === undefined) throw new Error(JSON.stringify(result));
  return result.id;
}

describe('jsforce', () => {
  it('creates, reads, changes and deletes one record', async () => {
    const accounts = connection.sobject('Account');
    const created = await accounts.create({ Name: 'Hello' });
    const id = idOf(created);
    expect(created.success).toBe(true);
    expect(await accounts.retrieve(id)).toMatchObject({
      Id: id,
      Name: 'Hello',
      attributes: { type: 'Account' },
    });
    expect(await accounts.update({ Id: id, Name: 'Hello again' })).toMatchObject({ success: true });
    expect(await accounts.findOne({ Id: id }, ['Name'])).toMatchObject({ Name: 'Hello again' });
    expect(await accounts.destroy(id)).toMatchObject({ id, success: true });
    await expect(accounts.retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  it('does the same with many at once', async () => {
    const contacts = connection.sobject('Contact');
    const created = await contacts.create([{ LastName: 'One' }, { FirstName: 'No last name' }]);
    expect(created).toMatchObject([
      { success: true, errors: [] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }] },
    ]);
    const many = await contacts.create([{ LastName: 'Two' }, { LastName: 'Three' }]);
    const ids = many.map(idOf);
    const [two, three] = await contacts.retrieve(ids);
    expect([two?.LastName, three?.LastName]).toEqual(['Two', 'Three']);
    const changes = ids.map((Id) => ({ Id, Title: 'Buyer' }));
    expect(await contacts.update(changes)).toMatchObject([{ success: true }, { success: true }]);
    expect(await contacts.count({ Title: 'Buyer', LastName: { $in: ['Two', 'Three'] } })).toBe(2);
    expect(await contacts.destroy(ids)).toMatchObject([{ success: true }, { success: true }]);
    expect(await contacts.retrieve(ids)).toEqual([null, null]);
  });

  it('upserts by a key, and is told of two who hold it', async () => {
    const orders = connection.sobject('Order');
    const [account] = await connection.sobject('Account').find({ Name: 'Northwind' }, ['Id']);
    const order = {
      RequestKey__c: 'key-1',
      AccountId: account?.Id,
      EffectiveDate: '2026-11-22',
      Status: 'Draft',
    };
    const made = await orders.upsert(order, 'RequestKey__c');
    expect(made).toMatchObject({ success: true, created: true });
    const changed = { RequestKey__c: 'key-1', PoNumber: 'PO-1' };
    const again = await orders.upsert(changed, 'RequestKey__c');
    expect(again).toMatchObject({ id: idOf(made), created: false });
    const both = await orders.upsert(
      [
        { ...changed, PoNumber: 'PO-2' },
        { ...order, RequestKey__c: 'key-2' },
      ],
      'RequestKey__c',
    );
    expect(both.map((each) => each.created)).toEqual([false, true]);
    org.data().tables.Order.get(idOf(both[1] ?? {})).RequestKey__c = 'key-1';
    await expect(orders.upsert(changed, 'RequestKey__c')).rejects.toMatchObject({
      name: 'MULTIPLE_CHOICES',
      content: [expect.stringContaining('/sobjects/Order/801'), expect.anything()],
    });
  });

  it('reads a long answer to its end, what is deleted included where it is told to', async () => {
    const soql = 'SELECT Id FROM OrderItem';
    const all = await connection.query(soql, { autoFetch: true, maxFetch: 10_000 });
    expect(all.totalSize).toBeGreaterThan(1500);
    expect(new Set(all.records.map(({ Id }) => Id)).size).toBe(all.totalSize);
    const { id } = await connection.sobject('Account').create({ Name: 'Short-lived' });
    await connection.sobject('Account').destroy(String(id));
    const deleted = 'SELECT Id FROM Account WHERE IsDeleted = true';
    const found = await connection.query(deleted, { scanAll: true });
    expect(found.records.map(({ Id }) => Id)).toContain(id);
    expect((await connection.query(deleted)).totalSize).toBe(0);
  });

  it('describes and remembers, and knows the limits', async () => {
    const described = await connection.sobject('Order').describe$();
    expect(described.fields.map(({ name }) => name)).toContain('RequestKey__c');
    expect(await connection.sobject('Order').describe$()).toBe(described);
    const { sobjects } = await connection.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toContain('OrderItem');
    const limits = await connection.limits();
    const usage = connection.limitInfo.apiUsage;
    expect(usage?.limit).toBe(limits.DailyApiRequests?.Max);
    expect(usage?.used).toBeGreaterThan(0);
  });

  it('finds with every field of a parent, and lists what changed', async () => {
    const [order] = await connection.sobject('Order').select('*, Account.*').limit(1).execute();
    expect(order).toMatchObject({ OrderNumber: '00000100', Account: { Name: expect.any(String) } });
    const { id } = await connection.sobject('Account').create({ Name: 'Changed just now' });
    const now = Date.now();
    const [from, to] = [new Date(now - 3_600_000), new Date(now + 60_000)];
    const { ids } = await connection.sobject('Account').updated(from, to);
    expect(ids).toContain(id);
  });

  it('loads and queries in bulk', async () => {
    const bulk = new BulkV2(connection);
    bulk.pollInterval = 10;
    bulk.pollTimeout = 10_000;
    const input = [{ LastName: 'Bulk one', Email: 'nobody' }, { LastName: 'Bulk, "two"' }];
    const loaded = await bulk.loadAndWaitForResults({
      object: 'Contact',
      operation: 'insert',
      input,
    });
    expect(loaded.successfulResults).toMatchObject([{ sf__Created: 'true', ...input[1] }]);
    expect(loaded.failedResults).toMatchObject([
      {
        sf__Id: '',
        sf__Error: 'INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --',
      },
    ]);
    const stream = await bulk.query(
      `SELECT Id, Owner.Name FROM Contact WHERE LastName LIKE 'Bulk%'`,
    );
    expect(await stream.toArray()).toEqual([
      { Id: loaded.successfulResults[0]?.sf__Id, 'Owner.Name': 'Mia Hamm' },
    ]);
    await expect(bulk.query('SELECT Nope FROM Contact')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  it('throws what Salesforce says', async () => {
    const contacts = connection.sobject('Contact');
    await expect(contacts.create({ LastName: 'x', Email: 'nobody' })).rejects.toMatchObject({
      errorCode: 'INVALID_EMAIL_ADDRESS',
      message: 'Email: invalid email address: nobody',
      data: { fields: ['Email'] },
    });
    const two = { FirstName: 'x', Email: 'nobody' };
    await expect(contacts.create(two)).rejects.toMatchObject({
      errorCode: 'MULTIPLE_API_ERRORS',
      data: [{ fields: ['Email'] }, { fields: ['LastName'] }],
    });
    await expect(connection.sobject('Nope').describe()).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
    await expect(connection.query('SELECT Nope FROM Order')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });
});
