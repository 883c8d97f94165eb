import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';
const query = (soql: string) => queryAs(mia, soql);
const refusal = (soql: string) => refusalOf(mia, soql);
const column = (soql: string, name: string) => query(soql).records.map((row) => row[name]);

describe('white space', () => {
  it('may be any between two words, and is kept in literals', () => {
    const query = (by: string) =>
      queryAs(mia, `SELECT Id FROM Order WHERE PoNumber != 'order  by' ${by} LIMIT 9`).records;
    expect(query('ORDER \n\t BY PoNumber\nDESC NULLS   LAST')).toEqual(
      query('ORDER BY PoNumber DESC NULLS LAST'),
    );
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
