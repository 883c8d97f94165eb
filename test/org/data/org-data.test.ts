import { describe, expect, it } from 'vitest';
import { createOrgData } from './org-data.ts';
import type { OrgRecord, RecordTable } from './record-table.ts';
import { allObjects, findObject } from './schema/schema.ts';

const today = new Date('2026-11-22T09:30:00Z');
const data = createOrgData({ today });
const { tables } = data;

function named(table: RecordTable, name: string): OrgRecord {
  const found = [...table.rows()].find(({ Name }) => Name === name);
  if (found === undefined) {
    throw new Error(`no ${table.schema.name} named ${name}`);
  }
  return found;
}

describe('the seeded org', () => {
  it('is the same at every start', () => {
    const again = createOrgData({ today });
    for (const [name, table] of Object.entries(tables)) {
      expect([...(again.tables[name]?.rows() ?? [])], name).toEqual([...table.rows()]);
    }
  });

  it('has the same ids on another day at another hour, with other dates', () => {
    const later = createOrgData({ today: new Date('2027-03-01T23:59:00Z') });
    for (const name of ['Order', 'OrderItem', 'Case', 'Contact', 'User']) {
      const ids = (rows: Iterable<OrgRecord>) => [...rows].map(({ Id }) => Id);
      expect(ids(later.tables[name]?.rows() ?? []), name).toEqual(ids(tables[name]?.rows() ?? []));
    }
    const subjects = [...later.tables.Case.rows()].map(({ Subject }) => Subject);
    expect(subjects).toEqual([...tables.Case.rows()].map(({ Subject }) => Subject));
    const [order] = later.tables.Order.rows();
    expect(order?.EffectiveDate).not.toBe([...tables.Order.rows()][0]?.EffectiveDate);
  });

  it('is as large as a believable shop', () => {
    const products = [...tables.Product2.rows()];
    expect(products.length).toBeGreaterThanOrEqual(64);
    expect(new Set(products.map(({ Family }) => Family)).size).toBeGreaterThanOrEqual(6);
    expect(products.some(({ IsActive }) => IsActive === false)).toBe(true);
    expect(tables.Account.size).toBe(8);
    expect(tables.Order.size).toBeGreaterThanOrEqual(420);
    expect(tables.Case.size).toBeGreaterThanOrEqual(60);
  });

  it.each(['Northwind', 'Contoso'])('gives %s enough orders to page, in every state', (name) => {
    const { Id } = named(tables.Account, name);
    const orders = tables.Order.children('AccountId', Id);
    expect(orders.length).toBeGreaterThanOrEqual(60);
    expect(new Set(orders.map(({ Status }) => Status))).toEqual(
      new Set(['Draft', 'Activated', 'Shipped', 'Delivered', 'Cancelled']),
    );
  });

  it('ends in these days and begins about three years ago, never in the future', () => {
    const dates = [...tables.Order.rows()].map(({ EffectiveDate }) => String(EffectiveDate));
    expect(dates.toSorted().at(-1)).toSatisfy(
      (date: string) => date >= '2026-11-19' && date <= '2026-11-22',
    );
    expect(dates.toSorted()[0]).toSatisfy(
      (date: string) => date >= '2023-11-22' && date < '2024-02-01',
    );
    const stamps = Object.values(tables)
      .flatMap((table) => [...table.rows()])
      .flatMap(({ CreatedDate, SystemModstamp }) => [String(CreatedDate), String(SystemModstamp)]);
    expect(stamps.toSorted().at(-1)).toSatisfy(
      (stamp: string) => stamp < '2026-11-22T09:30:00.000+0000',
    );
  });

  it('adds every order up to the cent', () => {
    for (const order of tables.Order.rows()) {
      const items = tables.OrderItem.children('OrderId', order.Id);
      expect(items.length).toBeGreaterThanOrEqual(1);
      expect(items.length).toBeLessThanOrEqual(8);
      const cents = items.reduce(
        (sum, { TotalPrice }) => sum + Math.round(Number(TotalPrice) * 100),
        0,
      );
      expect(order.TotalAmount).toBe(cents / 100);
      for (const { Quantity, UnitPrice, TotalPrice } of items) {
        expect(Math.round(Number(Quantity) * Number(UnitPrice) * 100)).toBe(
          Math.round(Number(TotalPrice) * 100),
        );
      }
    }
  });

  it('keeps what its schema says: required fields, lengths, picklists, references', () => {
    const broken: string[] = [];
    for (const object of allObjects()) {
      for (const row of tables[object.name]?.rows() ?? []) {
        for (const field of object.fields) {
          const value = row[field.name];
          const isRight =
            value === undefined
              ? false
              : value === null
                ? field.nillable
                : typeof value !== 'string' ||
                  ((field.length === 0 || value.length <= field.length) &&
                    (field.type !== 'picklist' ||
                      field.picklistValues.some((each) => each.value === value)) &&
                    (field.type !== 'reference' ||
                      field.referenceTo.some((name) => tables[name]?.find(value) !== undefined)));
          if (!isRight) {
            broken.push(`${object.name}.${field.name} of ${row.Id}: ${String(value)}`);
          }
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it('knows its people by username, in any case, and by id', () => {
    const ada = data.userByUsername('Ada@Northwind.example');
    expect(ada).toMatchObject({
      username: 'ada@northwind.example',
      name: 'Ada Lovelace',
      email: 'ada@northwind.example',
      profile: 'Customer',
      active: true,
      accountId: named(tables.Account, 'Northwind').Id,
      roleId: null,
    });
    expect(data.userById(ada?.id ?? '')).toEqual(ada);
    expect(tables.Contact.get(ada?.contactId ?? null).Email).toBe(ada?.email);
    expect(data.userByUsername('nobody@store.example')).toBeUndefined();
    expect(data.userById('005000000000000AAA')).toBeUndefined();
  });

  it("is Sam's at Northwind and Rita's at Contoso", () => {
    const owner = (account: string) =>
      data.userById(String(named(tables.Account, account).OwnerId));
    expect(owner('Northwind')?.username).toBe('sam@store.example');
    expect(owner('Contoso')?.username).toBe('rita@store.example');
  });
});

describe('the schema', () => {
  it('finds objects in any case, and gives each a key prefix of its own', () => {
    expect(findObject('orderITEM')?.name).toBe('OrderItem');
    expect(findObject('Campaign')).toBeUndefined();
    const prefixes = allObjects().map(({ keyPrefix }) => keyPrefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it('has the request key by which an order is made once', () => {
    expect(findObject('Order')?.fieldByName.get('requestkey__c')).toMatchObject({
      length: 64,
      unique: true,
      externalId: true,
    });
  });
});
