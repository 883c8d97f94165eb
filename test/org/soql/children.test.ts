import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';

describe('child rows', () => {
  it('have child rows of their own, five levels in all', () => {
    const parent = data.tables.Case.insert({ Subject: 'one', Order__c: null });
    const [order] = data.tables.Order.rows();
    const first = data.tables.Case.insert({ Subject: 'two', Order__c: order?.Id ?? null });
    const second = data.tables.Case.insert({ Subject: 'three', ParentId: first.Id });
    const third = data.tables.Case.insert({ Subject: 'four', ParentId: second.Id });
    for (const row of [parent, first, second, third]) row.OwnerId = order?.OwnerId ?? null;
    const soql = (levels: string) =>
      `SELECT Id, (SELECT Id, (SELECT Subject, (SELECT Subject, (SELECT Subject${levels} FROM Cases) FROM Cases)
       FROM Cases__r WHERE Subject = 'two') FROM Orders WHERE Id = '${String(order?.Id)}')
       FROM Account WHERE Id = '${String(order?.AccountId)}'`;
    expect(queryAs(mia, soql('')).records).toMatchObject([
      {
        Orders: {
          records: [
            {
              Cases__r: {
                records: [
                  {
                    Subject: 'two',
                    Cases: {
                      records: [{ Subject: 'three', Cases: { records: [{ Subject: 'four' }] } }],
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    ]);
    expect(refusalOf(mia, soql(', (SELECT Id FROM Cases)'))).toBe(
      'MALFORMED_QUERY SOQL statements cannot query aggregate relationships more than 4 levels away from the root entity object.',
    );
  });

  it('had none of their own before version 58', () => {
    const soql = 'SELECT (SELECT Id, (SELECT Id FROM OrderItems) FROM Orders) FROM Account';
    expect(refusalOf(mia, soql, '57.0')).toBe(
      'MALFORMED_QUERY SOQL statements cannot query aggregate relationships more than 1 level away from the root entity object.',
    );
    expect(refusalOf(mia, soql, '58.0')).toBe('no error');
  });

  it('are named alone, or after the parent or its alias', () => {
    const plain = queryAs(mia, 'SELECT Name, (SELECT LastName FROM Contacts) FROM Account');
    expect(plain.records).toHaveLength(data.tables.Account.size);
    for (const [from, parent] of [
      ['Account.Contacts', 'Account'],
      ['a.Contacts', 'Account a'],
      ['Contacts c', 'Account'],
      ['Contacts AS c', 'Account AS a'],
    ]) {
      expect(queryAs(mia, `SELECT Name, (SELECT LastName FROM ${from}) FROM ${parent}`)).toEqual(
        plain,
      );
    }
  });

  it.each([
    [
      'SELECT (SELECT COUNT(Id) FROM Orders) FROM Account',
      'only root queries support aggregate expressions',
    ],
    [
      'SELECT (SELECT COUNT() FROM Orders) FROM Account',
      'only root queries support aggregate expressions',
    ],
    [
      'SELECT (SELECT Status FROM Orders GROUP BY Status) FROM Account',
      'only root queries support aggregate expressions',
    ],
    [
      'SELECT (SELECT Id FROM Orders OFFSET 1) FROM Account',
      'OFFSET clause in a subquery is only allowed where the parent query has LIMIT 1',
    ],
  ])('refuses %s', (soql, message) => {
    expect(refusalOf(mia, soql)).toBe(`MALFORMED_QUERY ${message}`);
  });

  it('skip some where the query is for one parent', () => {
    const orders = (rest: string) =>
      queryAs(mia, `SELECT (SELECT Id FROM Orders ${rest}) FROM Account LIMIT 1`).records[0]
        ?.Orders as {
        records: unknown[];
      };
    expect(orders('LIMIT 3 OFFSET 2').records).toEqual(orders('').records.slice(2, 5));
  });
});
