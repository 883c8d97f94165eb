import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';
const query = (soql: string) => queryAs(mia, soql);
const refusal = (soql: string) => refusalOf(mia, soql);

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
    expect(refusal(`SELECT i.${five}.Name FROM OrderItem i WHERE i.${five}.Name = null`)).toBe(
      'no error',
    );
    expect(refusal(`SELECT Id FROM OrderItem ORDER BY ${five}.Manager.Name`)).toMatch(
      'MALFORMED_QUERY',
    );
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

  it('understands further names after FROM for parents (documented)', () => {
    const plain = query(
      "SELECT LastName, Account.Name, Account.Owner.Alias FROM Contact WHERE Account.Name LIKE 'north%'",
    );
    expect(plain.totalSize).toBe(2);
    for (const from of ['Contact c, c.Account a', 'Contact AS c, Contact.Account AS a']) {
      expect(
        query(`SELECT c.LastName, a.Name, a.Owner.Alias FROM ${from} WHERE A.NAME LIKE 'north%'`),
      ).toEqual(plain);
    }
    expect(
      query("SELECT COUNT() FROM Contact c, c.Account a, a.Owner o WHERE o.Alias = 'sam'")
        .totalSize,
    ).toBe(3);
  });

  it('answers an address as one value, or null where nothing of it is known (documented)', () => {
    const [row] = query(
      "SELECT BillingAddress, Account.ShippingAddress FROM Order WHERE BillingCity = 'Portland' LIMIT 1",
    ).records;
    const portland = {
      city: 'Portland',
      country: 'United States',
      geocodeAccuracy: null,
      latitude: null,
      longitude: null,
      postalCode: '97201',
      state: 'OR',
      street: '12 Harbour Street',
    };
    expect(row).toMatchObject({ BillingAddress: portland, Account: { ShippingAddress: portland } });
    const { Id } = data.tables.Account.insert({
      Name: 'Nowhere',
      OwnerId: data.userByUsername(mia)?.id ?? '',
    });
    expect(query(`SELECT BillingAddress FROM Account WHERE Id = '${Id}'`).records).toMatchObject([
      { BillingAddress: null },
    ]);
    data.tables.Account.update(data.tables.Account.get(Id), { BillingLatitude: 45.5 });
    const fields = 'BillingAddress, BillingLatitude, BillingLongitude, BillingGeocodeAccuracy';
    expect(query(`SELECT ${fields} FROM Account WHERE BillingLatitude > 45`).records).toMatchObject(
      [
        {
          BillingAddress: { latitude: 45.5, longitude: null, city: null },
          ...{ BillingLatitude: 45.5, BillingLongitude: null, BillingGeocodeAccuracy: null },
        },
      ],
    );
  });

  it('has the scopes everything and mine', () => {
    const id = data.userByUsername(mia)?.id;
    const own = [...data.tables.Order.rows()].filter(({ OwnerId }) => OwnerId === id).length;
    expect(query('SELECT COUNT() FROM Order USING SCOPE mine').totalSize).toBe(own);
    expect(own).toBeGreaterThan(0);
    expect(query('SELECT COUNT() FROM Order USING SCOPE Everything').totalSize).toBe(
      data.tables.Order.size,
    );
  });

  it('notes views, locks and statistics without a trace in the answer', () => {
    const plain = query('SELECT Id FROM Order LIMIT 2');
    for (const note of ['FOR VIEW', 'FOR REFERENCE', 'FOR UPDATE', 'UPDATE TRACKING, VIEWSTAT']) {
      expect(query(`SELECT Id FROM Order LIMIT 2 ${note}`)).toEqual(plain);
    }
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
    expect(shown).toMatchObject({
      Status: expect.any(String),
      total: expect.stringMatching(/^\$[\d,]+\.\d\d$/),
    });
    expect(
      query('SELECT FORMAT(EffectiveDate) d, FORMAT(CreatedDate) at FROM Order LIMIT 1').records[0],
    ).toMatchObject({
      d: expect.stringMatching(/^\d+\/\d+\/\d{4}$/),
      at: expect.stringMatching(/^\d+\/\d+\/\d{4}, \d+:\d\d [AP]M$/),
    });
    expect(refusal('SELECT FIELDS(ALL) FROM Order LIMIT 201')).toMatch('at most 200');
    expect(refusal('SELECT FIELDS(STANDARD) FROM Order')).toBe('no error');
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
    [
      'SELECT Id FROM Account, Contact',
      'MALFORMED_QUERY A driving SObject type has already been set, all other entity types in the FROM clause must be relationships to the initial object.  The driving object is Account.',
    ],
    [
      'SELECT Id FROM Account a, a.Contacts c',
      'MALFORMED_QUERY Child relationships after FROM are not supported by the embedded org',
    ],
    ['SELECT convertCurrency(TotalAmount) FROM Order', 'MALFORMED_QUERY convertCurrency()'],
    ['SELECT convertTimezone(CreatedDate) FROM Order', 'MALFORMED_QUERY convertTimezone'],
    ['SELECT Id FROM Product2 USING SCOPE mine', 'INVALID_QUERY_SCOPE'],
    ['SELECT Id FROM Order USING SCOPE team', 'INVALID_QUERY_SCOPE'],
    ['SELECT Id FROM Order WITH USER_MODE', 'MALFORMED_QUERY rule soqlWithIdentifierClause failed'],
    ['SELECT Id FROM Order WITH DATA CATEGORY a__c AT b__c', 'MALFORMED_QUERY WITH DATA is not'],
    ['SELECT Id FROM Order ORDER BY Id FOR UPDATE', 'MALFORMED_QUERY FOR UPDATE is not allowed'],
    ['SELECT Id FROM Order ORDER BY FORMAT(Status)', 'MALFORMED_QUERY FORMAT(Status) is not'],
    ['SELECT Id FROM Order ORDER BY COUNT(Id)', 'MALFORMED_QUERY COUNT(Id) is not allowed here'],
    [
      'SELECT Id FROM Account ORDER BY BillingAddress',
      "INVALID_FIELD field 'BillingAddress' can not be sorted in a query call",
    ],
    [
      'SELECT Id FROM Contact ORDER BY Interests__c',
      "INVALID_FIELD field 'Interests__c' can not be sorted in a query call",
    ],
    ['SELECT NOPE(Id) FROM Order', "MALFORMED_QUERY unexpected token: '('"],
    ["SELECT DISTANCE(Id, GEOLOCATION(1,1), 'mi') FROM Order", 'MALFORMED_QUERY DISTANCE'],
    [
      'SELECT TYPEOF Owner WHEN User THEN Name END FROM Order',
      "MALFORMED_QUERY The relationship 'Owner' in TYPEOF is not polymorphic",
    ],
  ])('refuses %s', (soql, message) => {
    expect(refusal(soql)).toContain(message);
  });
});
