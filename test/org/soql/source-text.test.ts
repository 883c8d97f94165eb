import { describe, expect, it } from 'vitest';
import { ApiError } from '../data/api-error.ts';
import { createQueryAs } from './query-as.ts';

const { queryAs } = createQueryAs();

function messageOf(soql: string): string {
  try {
    queryAs('mia@store.example', soql);
    return 'no error';
  } catch (error) {
    return error instanceof ApiError ? error.message : String(error);
  }
}

describe('where an error is', () => {
  it('shows the query, points at the place and says row and column, as Salesforce does', () => {
    expect(messageOf('SELECT Id, Nope FROM Order')).toBe(
      [
        '',
        'SELECT Id, Nope FROM Order',
        '           ^',
        'ERROR at Row:1:Column:12',
        "No such column 'Nope' on entity 'Order'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      ].join('\n'),
    );
    expect(messageOf('SELECT Id FROM Order WHERE')).toBe(
      `\nSELECT Id FROM Order WHERE\n${' '.repeat(25)}^\nERROR at Row:1:Column:26\nunexpected token: '<EOF>'`,
    );
  });

  it('counts rows, and shows the one in question', () => {
    expect(messageOf("SELECT Id\nFROM Order\nWHERE Nope = 'x'")).toMatch(
      /^\nWHERE Nope = 'x'\n {6}\^\nERROR at Row:3:Column:7\nNo such column/,
    );
  });

  it('shows a neighbourhood of a long query only', () => {
    const fields = 'OrderNumber, EffectiveDate, TotalAmount, BillingCity, BillingCountry';
    const [, line = '', caret = ''] = messageOf(
      `SELECT ${fields}, Nope FROM Order WHERE Status = 'Draft' AND TotalAmount > 12`,
    ).split('\n');
    expect(line.length).toBeLessThan(100);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^Nope FROM/);
  });

  it.each([
    ["SELECT Nope FROM Order WHERE Status = 'Nope'", 8],
    ["SELECT Status FROM Order WHERE Status = 'Nope' AND Nope = 1", 52],
    ['SELECT Id, (SELECT Nope FROM OrderItems) FROM Order', 20],
    ['SELECT Id, (SELECT Id FROM OrderItems), Nope FROM Order', 41],
    ['SELECT Id FROM Order WHERE Id IN (SELECT Nope FROM Case)', 42],
    ['SELECT Id FROM Order ORDER BY Nope', 31],
    ["SELECT Id FROM Order WHERE (Status = 'a' OR Status = 'b' AND Status = 'c')", 57],
    ['SELECT Id,, Status FROM Order', 10],
    ["SELECT Id FROM Order WHERE Status = 'x' ' OR Name != '", 40],
    ['SELECT Id FROM Order  ORDER   BY Nope', 34],
    ['SELECT Status FROM Order GROUP BY Nope', 35],
  ])('points into %s at column %i', (soql, column) => {
    expect(messageOf(soql)).toContain(`ERROR at Row:1:Column:${String(column)}\n`);
  });
});
