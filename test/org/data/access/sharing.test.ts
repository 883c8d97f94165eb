import { describe, expect, it } from 'vitest';
import { createQueryAs } from '../../soql/query-as.ts';
import { allObjects } from '../schema/schema.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const people = {
  ada: 'ada@northwind.example',
  alan: 'alan@northwind.example',
  grace: 'grace@contoso.example',
  sam: 'sam@store.example',
  rita: 'rita@store.example',
  mia: 'mia@store.example',
  integration: 'integration@store.example',
  admin: 'admin@store.example',
};

function names(username: string, soql: string): unknown[] {
  return queryAs(username, soql).records.map(({ Name }) => Name);
}

function count(username: string, object: string, where = ''): number {
  return queryAs(username, `SELECT COUNT() FROM ${object} ${where}`).totalSize;
}

function accountsOf(username: string, object: string): unknown[] {
  const soql = `SELECT Account.Name FROM ${object} GROUP BY Account.Name ORDER BY Account.Name`;
  return names(username, soql);
}

describe('sharing', () => {
  it.each([
    [people.ada, 'Northwind'],
    [people.alan, 'Northwind'],
    [people.grace, 'Contoso'],
  ])('shows %s what belongs to %s and nothing else', (username, account) => {
    expect(names(username, 'SELECT Name FROM Account')).toEqual([account]);
    for (const object of ['Order', 'Case', 'Contact']) {
      expect(accountsOf(username, object), object).toEqual([account]);
    }
    const items = `SELECT Order.Account.Name FROM OrderItem GROUP BY Order.Account.Name`;
    expect(names(username, items)).toEqual([account]);
  });

  it('shows both customers of an account the same orders, all of them', () => {
    const northwind = data.userByUsername(people.ada)?.accountId ?? '';
    const all = data.tables.Order.children('AccountId', northwind).length;
    expect(count(people.ada, 'Order')).toBe(all);
    expect(count(people.alan, 'Order')).toBe(all);
  });

  it("does not find another account's order by its id", () => {
    const [order] = queryAs(people.grace, 'SELECT Id FROM Order LIMIT 1').records;
    const soql = `SELECT Id FROM Order WHERE Id = '${String(order?.Id)}'`;
    expect(queryAs(people.grace, soql).totalSize).toBe(1);
    expect(queryAs(people.ada, soql).totalSize).toBe(0);
  });

  it('lets customers see no user but themselves', () => {
    expect(names(people.ada, 'SELECT Name FROM User')).toEqual(['Ada Lovelace']);
    const [order] = queryAs(people.ada, 'SELECT Owner.Name FROM Order LIMIT 1').records;
    expect(order).toHaveProperty('Owner', null);
  });

  it('shows a representative their accounts, a manager those of everybody below', () => {
    expect(names(people.sam, 'SELECT Name FROM Account')).toEqual(['Northwind', 'Wingtip Gardens']);
    expect(names(people.rita, 'SELECT Name FROM Account')).toContain('Contoso');
    expect(names(people.rita, 'SELECT Name FROM Account')).not.toContain('Northwind');
    expect(count(people.mia, 'Account')).toBe(8);
    expect(count(people.mia, 'Order')).toBe(data.tables.Order.size);
    expect(count(people.sam, 'Order') + count(people.rita, 'Order')).toBeLessThan(
      count(people.mia, 'Order'),
    );
    expect(accountsOf(people.sam, 'Order')).toEqual(['Northwind', 'Wingtip Gardens']);
    expect(accountsOf(people.sam, 'Case')).toEqual(['Northwind', 'Wingtip Gardens']);
  });

  it('shows all users to the staff, the catalogue to everybody, what is on sale to customers', () => {
    expect(count(people.sam, 'User')).toBe(data.tables.User.size);
    expect(count(people.sam, 'Product2')).toBe(data.tables.Product2.size);
    expect(count(people.integration, 'Product2')).toBe(data.tables.Product2.size);
    expect(count(people.ada, 'Product2', 'WHERE IsActive = false')).toBe(0);
    expect(count(people.ada, 'Product2')).toBeGreaterThanOrEqual(60);
    expect(names(people.ada, 'SELECT Name FROM Pricebook2')).toEqual(['Standard Price Book']);
    expect(count(people.ada, 'PricebookEntry')).toBe(count(people.ada, 'Product2'));
    expect(count(people.sam, 'PricebookEntry')).toBeGreaterThan(
      count(people.ada, 'PricebookEntry'),
    );
  });

  it('shows the administrator every record of every object, and the fields hidden from others', () => {
    for (const { name } of allObjects()) {
      expect(count(people.admin, name), name).toBe(data.tables[name]?.size);
    }
    const hidden = 'SELECT InternalCost__c FROM Product2 WHERE InternalCost__c > 0';
    expect(queryAs(people.admin, hidden).totalSize).toBeGreaterThan(0);
  });

  it('shows the sales pipeline to its sellers only', () => {
    const sams = accountsOf(people.sam, 'Opportunity');
    expect(sams).toEqual(['Northwind', 'Wingtip Gardens']);
    expect(count(people.mia, 'Opportunity')).toBe(data.tables.Opportunity.size);
    expect(count(people.sam, 'Task')).toBe(sams.length);
    expect([count(people.mia, 'Lead'), count(people.sam, 'Lead')]).toEqual([3, 0]);
    for (const object of ['Opportunity', 'Lead', 'Task', 'UpsertTable__c']) {
      expect(refusalOf(people.ada, `SELECT Id FROM ${object}`)).toMatch(`'${object}' is not`);
    }
  });

  it('still names a product that is no longer sold on the order that it was bought with', () => {
    const soql = 'SELECT Product2.Name FROM OrderItem WHERE Product2.IsActive = false LIMIT 1';
    const [item] = queryAs(people.ada, soql).records;
    expect(item?.Product2).toHaveProperty('Name');
  });

  it('applies to child rows and to semi-joins', () => {
    const soql = 'SELECT Name, (SELECT Name FROM Users) FROM Account';
    const [account] = queryAs(people.ada, soql).records;
    expect(account?.Users).toMatchObject({ totalSize: 1, records: [{ Name: 'Ada Lovelace' }] });
    const semiJoin = 'SELECT COUNT() FROM Product2 WHERE Id IN (SELECT Product2Id FROM OrderItem)';
    expect(queryAs(people.sam, semiJoin).totalSize).toBeGreaterThan(0);
    const others = `SELECT COUNT() FROM Account WHERE Id IN (SELECT AccountId FROM Order WHERE Account.Name = 'Contoso')`;
    expect(queryAs(people.ada, others).totalSize).toBe(0);
    expect(queryAs(people.mia, others).totalSize).toBe(1);
  });

  it.each(['Order', 'OrderItem', 'Account', 'Contact', 'Case'])(
    'keeps %s from the integration user as if there were none',
    (object) => {
      expect(refusalOf(people.integration, `SELECT Id FROM ${object}`)).toMatch(
        `INVALID_TYPE sObject type '${object}' is not supported.`,
      );
    },
  );

  it('keeps objects out of sight in paths, children and semi-joins too', () => {
    expect(refusalOf(people.integration, 'SELECT Account.Name FROM User')).toMatch(
      "INVALID_FIELD Didn't understand relationship 'Account' in field path.",
    );
    expect(
      refusalOf(people.integration, 'SELECT (SELECT Id FROM OrderItems) FROM Product2'),
    ).toMatch(
      "INVALID_TYPE Didn't understand relationship 'OrderItems' in FROM part of query call.",
    );
    expect(
      refusalOf(
        people.integration,
        'SELECT Id FROM Product2 WHERE Id IN (SELECT Product2Id FROM OrderItem)',
      ),
    ).toMatch("INVALID_TYPE sObject type 'OrderItem' is not supported.");
    expect(count(people.integration, 'User')).toBe(1);
  });
});

describe('field-level security', () => {
  it.each([
    ['Account', 'AnnualRevenue'],
    ['Product2', 'InternalCost__c'],
    ['Order', 'InternalNotes__c'],
    ['Case', 'InternalComments__c'],
  ])('hides %s.%s from customers exactly as if there were none', (object, field) => {
    const hidden = refusalOf(people.ada, `SELECT ${field} FROM ${object}`);
    const unknown = refusalOf(people.ada, `SELECT Unknown__c FROM ${object}`);
    expect(hidden).toMatch(`INVALID_FIELD No such column '${field}' on entity '${object}'.`);
    expect(hidden.replaceAll(field, 'Unknown__c')).toBe(unknown);
    expect(refusalOf(people.mia, `SELECT ${field} FROM ${object}`)).toBe('no error');
  });

  it('hides a field wherever a query may name it', () => {
    const missing = "INVALID_FIELD No such column 'AnnualRevenue' on entity 'Account'.";
    for (const soql of [
      'SELECT Id FROM Account WHERE AnnualRevenue > 1',
      'SELECT Id FROM Account ORDER BY AnnualRevenue',
      'SELECT Account.AnnualRevenue FROM Order',
      'SELECT Id FROM Order WHERE Account.AnnualRevenue > 1',
      'SELECT MAX(AnnualRevenue) FROM Account',
      'SELECT Id, (SELECT Account.AnnualRevenue FROM Orders) FROM Account',
    ]) {
      expect(refusalOf(people.ada, soql), soql).toMatch(missing);
    }
    const [all] = queryAs(people.ada, 'SELECT FIELDS(ALL) FROM Account LIMIT 1').records;
    expect(all).not.toHaveProperty('AnnualRevenue');
    expect(all).toHaveProperty('BillingCity');
  });
});
