import { describe, expect, it } from 'vitest';
import { soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call } = rig;

describe('pages of a query', () => {
  const all = soqlPath('SELECT Id, OrderNumber FROM Order ORDER BY Id');
  const small = { 'Sforce-Query-Options': 'batchSize=200' };

  it('gives every row once, page by page', async () => {
    const ids: string[] = [];
    let path = all;
    let pages = 0;
    for (let done = false; !done; pages += 1) {
      const { body } = await call(path, { headers: small });
      expect(body.totalSize).toBe(rig.data.tables.Order.size);
      expect(body.done).toBe(body.nextRecordsUrl === undefined);
      ids.push(...body.records.map(({ Id }: { Id: string }) => Id));
      ({ done, nextRecordsUrl: path } = body);
    }
    expect(pages).toBe(Math.ceil(rig.data.tables.Order.size / 200));
    expect(ids).toEqual([...rig.data.tables.Order.rows()].map(({ Id }) => Id));
  });

  it('is of 2,000 rows unless asked otherwise, of 200 at least', async () => {
    const items = (await call(soqlPath('SELECT Id FROM OrderItem'))).body;
    expect(items.records).toHaveLength(Math.min(2000, rig.data.tables.OrderItem.size));
    const tiny = await call(all, { headers: { 'Sforce-Query-Options': 'batchSize=1' } });
    expect(tiny.body.records).toHaveLength(200);
    const huge = await call(all, { headers: { 'sforce-query-options': 'BatchSize=999999' } });
    expect(huge.body.done).toBe(true);
  });

  it('pages child rows too, by 199 with their parent', async () => {
    const path = soqlPath(
      'SELECT Name, (SELECT Id FROM PricebookEntries), (SELECT Id FROM Orders) FROM Pricebook2 WHERE IsStandard = true',
    );
    const [book] = (await call(path)).body.records;
    expect(book.PricebookEntries).toMatchObject({ totalSize: 74, done: true });
    expect(book.Orders.records).toHaveLength(199);
    expect(book.Orders.nextRecordsUrl).toMatch(/-199$/);
    expect(book.Orders.totalSize).toBe(rig.data.tables.Order.size);
    const next = (await call(book.Orders.nextRecordsUrl, { headers: small })).body;
    expect(next.records).toHaveLength(200);
    expect(next.records[0].attributes.type).toBe('Order');
  });

  it('pages child rows to their end, and those of other pages', async () => {
    const items = rig.data.tables.OrderItem;
    const path = soqlPath(
      'SELECT (SELECT Id, (SELECT Id FROM OrderItems) FROM Orders ORDER BY OrderNumber) FROM Pricebook2 WHERE IsStandard = true',
    );
    const [book] = (await call(path, { headers: small })).body.records;
    const orders = [...book.Orders.records];
    for (let { nextRecordsUrl } = book.Orders; nextRecordsUrl !== undefined; ) {
      const { body } = await call(nextRecordsUrl, { headers: small });
      expect(body.totalSize).toBe(rig.data.tables.Order.size);
      orders.push(...body.records);
      ({ nextRecordsUrl } = body);
    }
    expect(orders.map(({ Id }) => Id)).toEqual(
      [...rig.data.tables.Order.rows()].map(({ Id }) => Id),
    );
    const found = orders.flatMap(({ OrderItems }) => OrderItems.records);
    expect(found).toHaveLength(items.size);
  });

  it('keeps the next page open however many of its rows have pages of children', async () => {
    const [order] = rig.data.tables.Order.rows();
    for (let account = 0; account < 300; account += 1) {
      const { Id } = rig.data.tables.Account.insert({
        Name: 'Busy',
        OwnerId: order?.OwnerId ?? null,
      });
      for (let many = 0; many < (account < 15 ? 201 : 0); many += 1) {
        rig.data.tables.Contact.insert({ LastName: 'One of many', AccountId: Id });
      }
    }
    const path = soqlPath('SELECT Id, (SELECT Id FROM Contacts) FROM Account');
    const { body } = await call(path, { headers: small });
    const paged = body.records
      .filter(({ Contacts }: { Contacts: unknown }) => Contacts !== null)
      .map(({ Contacts }: { Contacts: { nextRecordsUrl?: string } }) => Contacts.nextRecordsUrl)
      .filter((url: string | undefined) => url !== undefined);
    expect(paged).toHaveLength(15);
    const next = await call(body.nextRecordsUrl, { headers: small });
    expect(next.status).toBe(200);
    expect(next.body.records).toHaveLength(rig.data.tables.Account.size - 200);
    for (const url of paged) {
      expect((await call(url, { headers: small })).body.records).toHaveLength(2);
    }
  });

  it('does not begin behind the last row', async () => {
    const { nextRecordsUrl } = (await call(all, { headers: small })).body;
    const behind = nextRecordsUrl.replace(/-\d+$/, `-${rig.data.tables.Order.size}`);
    const { status, body } = await call(behind, { headers: small });
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_QUERY_LOCATOR']);
  });

  it('names the same pages of children however often it is read', async () => {
    const [order] = rig.data.tables.Order.rows();
    const OwnerId = order?.OwnerId ?? null;
    const accounts = Array.from({ length: 201 }, () =>
      rig.data.tables.Account.insert({ Name: 'Many', OwnerId }),
    );
    for (let many = 0; many < 201; many += 1) {
      const AccountId = accounts.at(-1)?.Id ?? null;
      rig.data.tables.Contact.insert({ LastName: 'One of many', AccountId });
    }
    const soql = "SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Many'";
    const { nextRecordsUrl } = (await call(soqlPath(soql), { headers: small })).body;
    const pages = [1, 2].map(() => call(nextRecordsUrl, { headers: small }));
    const urls = (await Promise.all(pages)).map(
      ({ body }) => body.records[0].Contacts.nextRecordsUrl,
    );
    expect(urls[0]).toMatch(/-199$/);
    expect(urls[1]).toBe(urls[0]);
  });

  it('belongs to the user who asked, and ends with the data', async () => {
    const { nextRecordsUrl } = (await call(all, { headers: small })).body;
    const other = await call(nextRecordsUrl, { user: 'ada@northwind.example' });
    expect(other.status).toBe(400);
    expect(other.body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    expect((await call(nextRecordsUrl)).status).toBe(200);
    rig.resetData();
    expect((await call(nextRecordsUrl)).status).toBe(400);
    expect((await call('/services/data/v66.0/query/nonsense')).body[0].errorCode).toBe(
      'INVALID_QUERY_LOCATOR',
    );
  });

  it('keeps ten open cursors a user', async () => {
    const { nextRecordsUrl } = (await call(all, { headers: small })).body;
    for (let opened = 0; opened < 9; opened += 1) {
      await call(all, { headers: small });
    }
    expect((await call(nextRecordsUrl)).status).toBe(200);
    await call(all, { headers: small });
    expect((await call(nextRecordsUrl)).status).toBe(400);
  });
});
