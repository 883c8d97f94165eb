import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';
const query = (soql: string) => queryAs(mia, soql);
const refusal = (soql: string) => refusalOf(mia, soql);
const column = (soql: string, name: string) => query(soql).records.map((row) => row[name]);

describe('a SELECT list', () => {
  it('answers the fields in the order of the query, by their own names, after the attributes', () => {
    const [row] = query('select status, ordernumber, id from order limit 1').records;
    const id = String(row?.Id);
    expect(row).toEqual({
      attributes: { type: 'Order', url: `/services/data/v66.0/sobjects/Order/${id}` },
      Status: data.tables.Order.get(id).Status,
      OrderNumber: data.tables.Order.get(id).OrderNumber,
      Id: id,
    });
    expect(Object.keys(row ?? {})).toEqual(['attributes', 'Status', 'OrderNumber', 'Id']);
  });

  it('nests parents, each with its attributes, and merges fields of the same one', () => {
    const [row] = query(
      'SELECT Account.Name, Id, Account.Owner.Name, Account.Owner.Email FROM Order LIMIT 1',
    ).records;
    expect(row?.Account).toMatchObject({
      attributes: { type: 'Account' },
      Name: expect.any(String),
      Owner: { attributes: { type: 'User' }, Name: expect.any(String), Email: expect.any(String) },
    });
    expect(Object.keys(row ?? {})).toEqual(['attributes', 'Account', 'Id']);
  });

  it('goes up five levels, and no further', () => {
    const five = 'Order.Account.Owner.Manager.Manager';
    expect(refusal(`SELECT ${five}.Name FROM OrderItem`)).toBe('no error');
    expect(refusal(`SELECT ${five}.Manager.Name FROM OrderItem`)).toMatch('MALFORMED_QUERY');
  });

  it('has null for a parent that is not there', () => {
    const [row] = query('SELECT Id, Order__r.OrderNumber FROM Case WHERE Order__c = null').records;
    expect(row).toHaveProperty('Order__r', null);
    const [about] = query('SELECT Order__r.OrderNumber FROM Case WHERE Order__c != null').records;
    expect(about).toMatchObject({ Order__r: { OrderNumber: expect.stringMatching(/^\d{8}$/) } });
  });

  it('understands the alias and the name of the object before a field', () => {
    const alias = query(
      "SELECT o.Id, o.Account.Name FROM Order o WHERE o.Status = 'Draft' ORDER BY o.Id",
    );
    const name = query(
      "SELECT Order.Id, Order.Account.Name FROM Order WHERE Status = 'Draft' ORDER BY Id",
    );
    expect(alias).toEqual(name);
    expect(alias.totalSize).toBeGreaterThan(0);
  });

  it('answers child rows within, with a condition, an order and a limit of their own', () => {
    const soql = `SELECT Id, (SELECT Quantity, Product2.Name FROM OrderItems WHERE Quantity > 2
      ORDER BY Quantity DESC LIMIT 2) FROM Order WHERE Id IN (SELECT OrderId FROM OrderItem WHERE Quantity > 2)`;
    for (const { Id, OrderItems } of query(soql).records) {
      const quantities = data.tables.OrderItem.children('OrderId', String(Id))
        .map(({ Quantity }) => Number(Quantity))
        .filter((quantity) => quantity > 2)
        .toSorted((a, b) => b - a)
        .slice(0, 2);
      expect(OrderItems).toMatchObject({
        totalSize: quantities.length,
        done: true,
        records: quantities.map((Quantity) => ({ Quantity, attributes: { type: 'OrderItem' } })),
      });
    }
  });

  it('has null where there are no child rows, as Salesforce has', () => {
    const [row] = query(
      'SELECT (SELECT Id FROM OrderItems WHERE Quantity > 99) FROM Order LIMIT 1',
    ).records;
    expect(row).toHaveProperty('OrderItems', null);
  });

  it.each([
    ['Account', 'Orders'],
    ['Account', 'Contacts'],
    ['Account', 'Cases'],
    ['Contact', 'Cases'],
    ['Order', 'OrderItems'],
    ['Order', 'Cases__r'],
    ['Product2', 'PricebookEntries'],
    ['Pricebook2', 'PricebookEntries'],
  ])('reads from %s down to %s', (parent, children) => {
    const { records } = query(`SELECT Id, (SELECT Id FROM ${children}) FROM ${parent}`);
    expect(records.some((row) => row[children] !== null)).toBe(true);
  });

  it('expands FIELDS(), formats, and labels', () => {
    const [row] = query('SELECT FIELDS(CUSTOM) FROM Order LIMIT 1').records;
    expect(Object.keys(row ?? {})).toEqual(['attributes', 'RequestKey__c', 'InternalNotes__c']);
    const [shown] = query(
      'SELECT toLabel(Status), FORMAT(TotalAmount) total FROM Order LIMIT 1',
    ).records;
    expect(shown).toMatchObject({ Status: expect.any(String), total: expect.any(String) });
    expect(refusal('SELECT FIELDS(ALL) FROM Order')).toBe(
      'MALFORMED_QUERY The SOQL FIELDS function must have a LIMIT of at most 200',
    );
  });

  it.each([
    ['SELECT Id, Id FROM Order', 'INVALID_FIELD duplicate field selected: Id'],
    [
      'SELECT Account.Name, Account.Name FROM Order',
      'INVALID_FIELD duplicate field selected: Account.Name',
    ],
    ['SELECT Id, FIELDS(ALL) FROM User LIMIT 200', 'INVALID_FIELD duplicate field selected: Id'],
    ['SELECT Status s FROM Order', 'MALFORMED_QUERY only aggregate expressions use field aliasing'],
    ['SELECT Nope FROM Order', "INVALID_FIELD No such column 'Nope' on entity 'Order'."],
    ['SELECT Account FROM Order', "INVALID_FIELD No such column 'Account' on entity 'Order'."],
    ['SELECT Account.Nope FROM Order', "INVALID_FIELD No such column 'Nope' on entity 'Account'."],
    [
      'SELECT Nope.Name FROM Order',
      "INVALID_FIELD Didn't understand relationship 'Nope' in field path.",
    ],
    [
      'SELECT (SELECT Id FROM Nopes) FROM Order',
      "INVALID_TYPE Didn't understand relationship 'Nopes' in FROM part of query call.",
    ],
    [
      'SELECT (SELECT Nope FROM Orders) FROM Account',
      "INVALID_FIELD No such column 'Nope' on entity 'Order'.",
    ],
    [
      'SELECT Id FROM Nope',
      "INVALID_TYPE sObject type 'Nope' is not supported. If you are attempting to use a custom object",
    ],
    [
      'SELECT Id FROM ScratchOrgInfo limit 1',
      "INVALID_TYPE sObject type 'ScratchOrgInfo' is not supported.",
    ],
    ["SELECT DISTANCE(Id, GEOLOCATION(1,1), 'mi') FROM Order", 'MALFORMED_QUERY DISTANCE'],
    [
      'SELECT TYPEOF Owner WHEN User THEN Name END FROM Order',
      'MALFORMED_QUERY TYPEOF is not supported by the embedded org',
    ],
  ])('refuses %s', (soql, message) => {
    expect(refusal(soql)).toContain(message);
  });
});

describe('ORDER BY, LIMIT and OFFSET', () => {
  it('sorts by several keys, each in its own direction', () => {
    const rows = query(
      'SELECT AccountId, TotalAmount FROM Order ORDER BY AccountId, TotalAmount DESC',
    ).records;
    for (const [index, row] of rows.entries()) {
      const next = rows[index + 1];
      if (next?.AccountId === row.AccountId) {
        expect(Number(next?.TotalAmount)).toBeLessThanOrEqual(Number(row.TotalAmount));
      } else if (next !== undefined) {
        expect(String(next.AccountId) > String(row.AccountId)).toBe(true);
      }
    }
  });

  it('puts nulls first, descending too, unless told otherwise', () => {
    const rating = (order: string) =>
      column(`SELECT Rating FROM Account ORDER BY Rating ${order}`, 'Rating');
    expect(rating('')[0]).toBeNull();
    expect(rating('DESC')[0]).toBeNull();
    expect(rating('NULLS LAST').at(-1)).toBeNull();
    expect(rating('DESC NULLS LAST').at(-1)).toBeNull();
    expect(rating('ASC NULLS FIRST')[0]).toBeNull();
  });

  it('sorts picklists by their own order, text without regard to case', () => {
    const statuses = new Set(column('SELECT Status FROM Order ORDER BY Status', 'Status'));
    expect([...statuses]).toEqual(['Draft', 'Activated', 'Shipped', 'Delivered', 'Cancelled']);
    const names = column('SELECT Name FROM Account ORDER BY Name', 'Name').map(String);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  it('sorts by a field of a parent', () => {
    const rows = query('SELECT Account.Name FROM Order ORDER BY Account.Name DESC LIMIT 1').records;
    expect(rows[0]?.Account).toHaveProperty('Name', 'Wingtip Gardens');
  });

  it('takes pages out by LIMIT and OFFSET, and totalSize is of the page', () => {
    const all = column('SELECT Id FROM Order ORDER BY Id', 'Id');
    expect(column('SELECT Id FROM Order ORDER BY Id LIMIT 5 OFFSET 10', 'Id')).toEqual(
      all.slice(10, 15),
    );
    expect(query('SELECT Id FROM Order LIMIT 5').totalSize).toBe(5);
    expect(query('SELECT Id FROM Order LIMIT 0')).toEqual({ totalSize: 0, records: [] });
    expect(query('SELECT Id FROM Order OFFSET 2000').totalSize).toBe(0);
  });

  it('walks every row once by comparing ids (keyset paging)', () => {
    const ids: unknown[] = [];
    for (let last = '000000000000000AAA'; ; ) {
      const page = column(`SELECT Id FROM Order WHERE Id > '${last}' ORDER BY Id LIMIT 50`, 'Id');
      ids.push(...page);
      if (page.length < 50) {
        break;
      }
      last = String(page.at(-1));
    }
    expect(ids).toEqual(column('SELECT Id FROM Order', 'Id'));
    const down = column('SELECT Id FROM Order ORDER BY Id DESC', 'Id');
    expect(down).toEqual(ids.toReversed());
    const middle = String(ids[200]);
    expect(
      column(`SELECT Id FROM Order WHERE Id < '${middle}' ORDER BY Id DESC LIMIT 3`, 'Id'),
    ).toEqual(ids.slice(197, 200).toReversed());
  });

  it.each([
    [
      'SELECT Id FROM Order OFFSET 2001',
      'NUMBER_OUTSIDE_VALID_RANGE Maximum SOQL offset allowed is 2000',
    ],
    [
      'SELECT Id FROM Order ORDER BY Nope',
      "INVALID_FIELD No such column 'Nope' on entity 'Order'.",
    ],
    [
      'SELECT Id FROM Case ORDER BY Description',
      "INVALID_FIELD field 'Description' can not be sorted in a query call",
    ],
  ])('refuses %s', (soql, message) => {
    expect(refusal(soql)).toContain(message);
  });
});

describe('COUNT and groups', () => {
  it('counts without rows', () => {
    expect(query('SELECT COUNT() FROM Order')).toEqual({
      totalSize: data.tables.Order.size,
      records: [],
    });
    expect(query("SELECT COUNT() FROM Order WHERE Status = 'Nope'").totalSize).toBe(0);
    expect(query('SELECT COUNT() FROM Order LIMIT 7').totalSize).toBe(7);
    expect(refusal('SELECT COUNT() FROM Order ORDER BY Id')).toMatch(/^MALFORMED_QUERY/);
  });

  it('answers one row of a whole, under expr0 or the alias', () => {
    expect(query('SELECT COUNT(Id), SUM(Quantity) total FROM OrderItem').records).toEqual([
      {
        attributes: { type: 'AggregateResult' },
        expr0: data.tables.OrderItem.size,
        total: [...data.tables.OrderItem.rows()].reduce(
          (sum, { Quantity }) => sum + Number(Quantity),
          0,
        ),
      },
    ]);
    expect(
      query("SELECT COUNT(Id) n, MAX(TotalAmount) m FROM Order WHERE Status = 'Nope'").records,
    ).toMatchObject([{ n: 0, m: null }]);
  });

  it('groups by fields, parents and dates, keeps and sorts by what it computed', () => {
    const { records } =
      query(`SELECT Product2.Family, CALENDAR_YEAR(Order.EffectiveDate) year, SUM(TotalPrice) amount,
      COUNT_DISTINCT(OrderId) FROM OrderItem WHERE Order.Status != 'Cancelled'
      GROUP BY Product2.Family, CALENDAR_YEAR(Order.EffectiveDate) HAVING SUM(TotalPrice) > 100 ORDER BY SUM(TotalPrice) DESC`);
    const wanted = new Map<string, number>();
    for (const item of data.tables.OrderItem.rows()) {
      const order = data.tables.Order.get(item.OrderId ?? null);
      if (order.Status !== 'Cancelled') {
        const { Family } = data.tables.Product2.get(item.Product2Id ?? null);
        const key = `${String(Family)} ${String(order.EffectiveDate).slice(0, 4)}`;
        wanted.set(key, (wanted.get(key) ?? 0) + Math.round(Number(item.TotalPrice) * 100));
      }
    }
    const found = records.map(({ Family, year, amount }) => [
      `${String(Family)} ${String(year)}`,
      Math.round(Number(amount) * 100),
    ]);
    expect(new Map(found as [string, number][])).toEqual(
      new Map([...wanted].filter(([, cents]) => cents > 10_000)),
    );
    const amounts = records.map(({ amount }) => Number(amount));
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    expect(records[0]).toHaveProperty('expr0');
  });

  it('has averages, extremes of dates and text, and an order by alias', () => {
    const { records } = query(
      'SELECT Status s, AVG(TotalAmount) a, MIN(EffectiveDate) earliest, MAX(OrderNumber) highest FROM Order GROUP BY Status ORDER BY COUNT(Id) DESC',
    );
    expect(records[0]).toMatchObject({
      s: 'Delivered',
      a: expect.any(Number),
      earliest: expect.stringMatching(/^\d{4}-/),
    });
  });

  it.each([
    [
      'SELECT Status, COUNT(Id) FROM Order',
      'MALFORMED_QUERY Field must be grouped or aggregated: Status',
    ],
    [
      'SELECT AccountId FROM Order GROUP BY Status',
      'MALFORMED_QUERY Field must be grouped or aggregated: AccountId',
    ],
    [
      'SELECT SUM(Status) FROM Order',
      'MALFORMED_QUERY field Status does not support aggregate operator SUM',
    ],
    [
      'SELECT COUNT(Id) FROM Case GROUP BY Description',
      "INVALID_FIELD field 'Description' can not be grouped in a query call",
    ],
    ['SELECT MAX(Nope) FROM Order', "INVALID_FIELD No such column 'Nope' on entity 'Order'."],
    ['SELECT COUNT(Id) c, SUM(TotalAmount) c FROM Order', 'MALFORMED_QUERY duplicate alias: c'],
  ])('refuses %s', (soql, message) => {
    expect(refusal(soql)).toContain(message);
  });
});
