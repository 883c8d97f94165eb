import { describe, expect, it } from 'vitest';
import { ApiError } from '../data/api-error.ts';
import { createQueryAs } from './query-as.ts';
import { errorAt, syntaxErrorAt } from './source-text.ts';

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

  // Captures in public issues and repositories; what they cut off is filled up from their columns.
  it.each([
    [
      "SELECT a.Id, a.Name FROM Account a WHERE Idd='00111000002zYnu'",
      'Idd',
      "a.Id, a.Name FROM Account a WHERE Idd='00111000002zYnu'",
      42,
    ],
    [
      'SELECT Id, DepProbeField__c FROM Account LIMIT 1',
      'Dep',
      'SELECT Id, DepProbeField__c FROM Account LIMIT',
      12,
    ],
    [
      'SELECT Company, Email, LastName, HasOptedOutOfEmail, Id from Lead',
      'Has',
      'SELECT Company, Email, LastName, HasOptedOutOfEmail, Id from Lead',
      34,
    ],
    [
      'SELECT Id, SiteName, EndpointUrl, IsActive FROM RemoteSiteSetting ORDER BY SiteName',
      'Remote',
      'SiteName, EndpointUrl, IsActive FROM RemoteSiteSetting ORDER BY SiteName',
      49,
    ],
    ['SELECT Id FROM Accountz LIMIT 2', 'Accountz', 'SELECT Id FROM Accountz LIMIT 2', 16],
    [
      'SELECT a,CreatedById,OCE__ActualCap__c,TPI_Product__c,Name,OCE__JobId__c,OwnerId',
      'TPI',
      'CreatedById,OCE__ActualCap__c,TPI_Product__c,Name,OCE__JobId__c',
      40,
    ],
    [
      'SELECT A, Account.Phone, Account.Rating, Account.RecordTypeId, Account.ShippingCity, B',
      'Account.Rec',
      'Account.Phone, Account.Rating, Account.RecordTypeId, Account.ShippingCity',
      42,
    ],
    [
      "SELECT Id, ShippingCity, ShippingStreet, BillingPostalCode FROM Account WHERE Id = '53'",
      "Id = '",
      "BillingPostalCode FROM Account WHERE Id = '53'",
      79,
    ],
  ])('shows of %s thirty characters about %s', (soql, at, shown, column) => {
    const { message } = errorAt(soql, soql.indexOf(at), 'INVALID_FIELD', 'why');
    const caret = `${' '.repeat(shown.indexOf(at))}^`;
    expect(message).toBe(`\n${shown}\n${caret}\nERROR at Row:1:Column:${String(column)}\nwhy`);
  });

  it.each([
    ['select Id from Account where id = $sfid', '$', 'select Id from Account where id = $sfid', 34],
    [
      'SELECT Id FROM Account SET OPTIONS (honorEmptyStrings = true) LIMIT 1',
      'LIMIT',
      'OPTIONS (honorEmptyStrings = true) LIMIT 1',
      62,
    ],
    [
      'SELECT Id, Name, HG_Insights__HG_Match_Status__c, From Account LIMIT 10',
      'From',
      'HG_Insights__HG_Match_Status__c, From Account LIMIT 10',
      50,
    ],
    [
      'SELECT Id, Name FROM Contact WHERE Email = liam.carter@example.com ORDER BY CreatedDate DESC',
      '@',
      'Contact WHERE Email = liam.carter@example.com ORDER BY CreatedDate',
      54,
    ],
  ])('points one place to the left where %s does not parse, at %s', (soql, at, shown, column) => {
    const { message } = syntaxErrorAt(soql, soql.indexOf(at), 'why');
    const caret = `${' '.repeat(shown.indexOf(at) - 1)}^`;
    expect(message).toBe(`\n${shown}\n${caret}\nERROR at Row:1:Column:${String(column)}\nwhy`);
  });

  it('points at the second of two equal names where that is the wrong one', () => {
    expect(messageOf("SELECT Id FROM Order WHERE Status = 'Draft' AND Status = 5")).toContain(
      'ERROR at Row:1:Column:49\n',
    );
    expect(messageOf('SELECT Id, Status, Id FROM Order')).toContain('ERROR at Row:1:Column:20\n');
    expect(messageOf('SELECT COUNT(Id), Status FROM Order ORDER BY Status')).toContain(
      'Column:46\nOrdered field must be grouped or aggregated: Status',
    );
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
