import { describe, expect, it } from 'vitest';
import type { OrgRecord } from '../data/record-table.ts';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';

function idsOf(table: 'Order' | 'Account', wanted: (row: OrgRecord) => boolean): string[] {
  return [...data.tables[table].rows()].filter(wanted).map(({ Id }) => Id);
}
const found = (soql: string) => queryAs(mia, soql).records.map(({ Id }) => Id);
const cases = [...data.tables.Case.rows()];

describe('semi- and anti-joins', () => {
  it('take a condition of their own, on a reference or an id, in and under parentheses', () => {
    const open = new Set(
      cases.filter(({ IsClosed }) => IsClosed === false).map((c) => c.AccountId),
    );
    const won = new Set(
      [...data.tables.Opportunity.rows()]
        .filter(({ IsWon }) => IsWon === true)
        .map((o) => o.AccountId),
    );
    const urgent = new Set(
      cases
        .filter(
          ({ Priority, Origin }) => Priority === 'High' || (Priority === 'Low' && Origin !== 'Web'),
        )
        .map(({ AccountId }) => AccountId),
    );
    expect(
      found(
        'SELECT Id FROM Order WHERE AccountId IN (SELECT AccountId FROM Case WHERE IsClosed = false)',
      ),
    ).toEqual(idsOf('Order', ({ AccountId }) => open.has(AccountId)));
    const joined = found(
      `SELECT Id FROM Account WHERE (Id IN (SELECT AccountId FROM Case WHERE Priority = 'High' OR
       (Priority = 'Low' AND (NOT Origin = 'Web'))) AND Name != null) AND Id NOT IN
       (SELECT AccountId FROM Opportunity WHERE IsWon = true)`,
    );
    expect(joined).toEqual(idsOf('Account', ({ Id }) => urgent.has(Id) && !won.has(Id)));
    expect(joined.length).toBeGreaterThan(0);
  });

  it('stand beside subqueries in the SELECT list, and in COUNT() and groups', () => {
    const where = 'WHERE Id IN (SELECT Order__c FROM Case)';
    const asked = new Set(cases.map(({ Order__c }) => Order__c));
    const orders = idsOf('Order', ({ Id }) => asked.has(Id));
    expect(queryAs(mia, `SELECT COUNT() FROM Order ${where}`).totalSize).toBe(orders.length);
    expect(queryAs(mia, `SELECT COUNT(Id) n FROM Order ${where}`).records).toMatchObject([
      { n: orders.length },
    ]);
    expect(found(`SELECT Id, (SELECT Id FROM Cases__r) FROM Order ${where}`)).toEqual(orders);
  });

  it('see no more than the user does', () => {
    const soql = 'SELECT COUNT() FROM Product2 WHERE Id IN (SELECT Product2Id FROM OrderItem)';
    const all = queryAs(mia, soql).totalSize;
    expect(queryAs('ada@northwind.example', soql).totalSize).toBeLessThan(all);
  });

  it('take references that may lead to several objects', () => {
    const large = new Set(
      [...data.tables.Opportunity.rows()]
        .filter((o) => Number(o.Amount) > 20_000)
        .map(({ Id }) => Id),
    );
    const tasks = [...data.tables.Task.rows()].filter(({ WhatId }) => large.has(String(WhatId)));
    expect(
      found(
        'SELECT Id FROM Task WHERE WhatId IN (SELECT Id FROM Opportunity WHERE Amount > 20000)',
      ),
    ).toEqual(tasks.map(({ Id }) => Id));
    expect(tasks.length).toBeGreaterThan(0);
  });

  it.each([
    [
      'Id IN (SELECT Order__c FROM Case) AND AccountId IN (SELECT Id FROM Account) AND OwnerId NOT IN (SELECT Id FROM User)',
      'Maximum 2 semi join sub-selects are allowed',
    ],
    [
      "Status = 'Draft' OR Id IN (SELECT Order__c FROM Case)",
      "Semi join sub-selects are not allowed with the 'OR' operator",
    ],
    [
      "Status = 'Draft' AND (Type = 'New' OR Id IN (SELECT Order__c FROM Case))",
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    ],
    [
      'NOT Id IN (SELECT Order__c FROM Case)',
      "Semi join sub-selects are not allowed with the 'NOT' operator",
    ],
    [
      'AccountId IN (SELECT AccountId FROM Case WHERE ContactId IN (SELECT Id FROM Contact))',
      'Nesting of semi join sub-selects is not supported',
    ],
    [
      'AccountId IN (SELECT AccountId FROM Order)',
      'The inner and outer selects should not be on the same object type',
    ],
    [
      'AccountId IN (SELECT ContactId FROM Case)',
      "The selected field 'ContactId' in the subquery and the left operand field in the where expression in the outer query 'AccountId' should point to the same object type",
    ],
    [
      'Account.OwnerId IN (SELECT Id FROM User)',
      "The left operand field in the where expression for outer query should be an id field, cannot use: 'Account.OwnerId'",
    ],
    [
      'AccountId IN (SELECT Contact.AccountId FROM Case)',
      "The selected field in the subquery should be an id field, cannot use: 'Contact.AccountId'",
    ],
    [
      'AccountId IN (SELECT Name FROM Account)',
      "The selected field in the subquery should be an id field, cannot use: 'Name'",
    ],
    [
      'AccountId IN (SELECT COUNT(Id) FROM Account)',
      'only root queries support aggregate expressions',
    ],
    [
      'AccountId IN (SELECT AccountId FROM Task)',
      "Entity 'Task' is not supported for semi join inner selects",
    ],
    ['AccountId IN (SELECT Id, Name FROM Account)', "unexpected token: ','"],
    ['AccountId IN (SELECT Id FROM Account LIMIT 1)', "missing value at 'LIMIT'"],
    ['AccountId IN (SELECT Id FROM Account ORDER BY Id)', "missing value at 'ORDER'"],
    ['AccountId IN (SELECT Id FROM Account GROUP BY Id)', "missing value at 'GROUP'"],
    ['AccountId = (SELECT Id FROM Account)', "unexpected token: '('"],
  ])('refuses WHERE %s', (where, message) => {
    expect(refusalOf(mia, `SELECT Id FROM Order WHERE ${where}`)).toBe(
      `MALFORMED_QUERY ${message}`,
    );
  });

  it('are for the main WHERE, not for that of child rows (documented)', () => {
    expect(
      refusalOf(
        mia,
        'SELECT (SELECT Id FROM Orders WHERE Id IN (SELECT Order__c FROM Case)) FROM Account',
      ),
    ).toMatch('MALFORMED_QUERY Semi join sub-selects are only allowed at the top level');
  });
});
