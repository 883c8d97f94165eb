import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { refusalOf } = createQueryAs();
const mia = 'mia@store.example';

describe('WHERE', () => {
  it.each([
    [
      "TotalAmount = '5'",
      "INVALID_FIELD value of filter criterion for field 'TotalAmount' must be of type double and should not be enclosed in quotes",
    ],
    [
      "EffectiveDate > '2026-01-01'",
      "INVALID_FIELD value of filter criterion for field 'EffectiveDate' must be of type date and should not be enclosed in quotes",
    ],
    [
      "CreatedDate > '2026-01-01'",
      "INVALID_FIELD value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'CreatedDate > 2026-01-01',
      "INVALID_FIELD value of filter criterion for field 'CreatedDate' must be of type dateTime",
    ],
    [
      'EffectiveDate = 2026-01-01T00:00:00Z',
      "INVALID_FIELD value of filter criterion for field 'EffectiveDate' must be of type date",
    ],
    ['EffectiveDate = 2026-02-30', 'MALFORMED_QUERY Invalid date: 2026-02-30'],
    [
      "IsReductionOrder = 'true'",
      "INVALID_FIELD value of filter criterion for field 'IsReductionOrder' must be of type boolean and should not be enclosed in quotes",
    ],
    [
      'Status = 5',
      "INVALID_FIELD value of filter criterion for field 'Status' must be of type string and should be enclosed in quotes",
    ],
    [
      'Status = TODAY',
      "INVALID_FIELD value of filter criterion for field 'Status' must be of type string",
    ],
    [
      'AccountId = 5',
      "INVALID_FIELD value of filter criterion for field 'AccountId' must be of type ID and should be enclosed in quotes",
    ],
    [
      'Account.Name = true',
      "INVALID_FIELD value of filter criterion for field 'Account.Name' must be of type string",
    ],
    ["Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR invalid ID field: abc'],
    [
      "Id = '8015g0000000dOgAAA'",
      'INVALID_QUERY_FILTER_OPERATOR invalid ID field: 8015g0000000dOgAAA',
    ],
    ["Id LIKE '801%'", 'INVALID_QUERY_FILTER_OPERATOR invalid operator on id field'],
    ['IsReductionOrder > false', 'INVALID_QUERY_FILTER_OPERATOR invalid operator on boolean field'],
    ["Status INCLUDES ('a')", 'INVALID_QUERY_FILTER_OPERATOR invalid operator on string field'],
    ["Description = 'x'", "INVALID_FIELD field 'Description' can not be filtered in a query call"],
    ["PoNumber = 'a\\qb'", 'MALFORMED_QUERY Invalid Escape Character'],
    [
      "EffectiveDate = ''",
      "INVALID_FIELD value of filter criterion for field 'EffectiveDate' must be of type date and should not be enclosed in quotes",
    ],
    [
      'EffectiveDate = 12:00:00Z',
      "INVALID_FIELD value of filter criterion for field 'EffectiveDate' must be of type date",
    ],
    [
      "Account.NumberOfEmployees IN (5, '6')",
      "INVALID_FIELD value of filter criterion for field 'Account.NumberOfEmployees' must be of type int and should not be enclosed in quotes",
    ],
    [
      "CALENDAR_YEAR(CreatedDate) = '2026'",
      "INVALID_FIELD value of filter criterion for field 'CALENDAR_YEAR(CreatedDate)' must be of type int and should not be enclosed in quotes",
    ],
    [
      'CreatedDate > 2020-12-12t12:12:00-25:00',
      'MALFORMED_QUERY Invalid datetime: 2020-12-12t12:12:00-25:00',
    ],
    [
      'CreatedDate > 2020-52-12t12:12:00-05:00',
      'MALFORMED_QUERY Invalid datetime: 2020-52-12t12:12:00-05:00',
    ],
    [
      'CreatedDate > 2020-02-30T12:00:00Z',
      'MALFORMED_QUERY Invalid datetime: 2020-02-30T12:00:00Z',
    ],
    [
      'CreatedDate > 2020-02-01T24:00:00Z',
      'MALFORMED_QUERY Invalid datetime: 2020-02-01T24:00:00Z',
    ],
    ["Id IN ('8015g0000000dOg', '53')", 'INVALID_QUERY_FILTER_OPERATOR invalid ID field: 53'],
    ["AccountId LIKE '001%'", 'INVALID_QUERY_FILTER_OPERATOR invalid operator on id field'],
    ['PoNumber LIKE NULL', "MALFORMED_QUERY unexpected token: 'NULL'"],
    [
      "Account.BillingAddress = 'x'",
      "INVALID_FIELD field 'Account.BillingAddress' can not be filtered in a query call",
    ],
    ["FORMAT(TotalAmount) = '5'", 'MALFORMED_QUERY FORMAT(TotalAmount) is not allowed here'],
    ['convertTimezone(CreatedDate) = TODAY', 'MALFORMED_QUERY convertTimezone(CreatedDate)'],
    [
      'DAY_ONLY(EffectiveDate) = TODAY',
      "MALFORMED_QUERY field 'EffectiveDate' does not support function DAY_ONLY",
    ],
    ['x.Status = null', "INVALID_FIELD Didn't understand relationship 'x' in field path."],
    ["Nope = 'x'", "INVALID_FIELD No such column 'Nope' on entity 'Order'."],
    ["Nope.Name = 'x'", "INVALID_FIELD Didn't understand relationship 'Nope' in field path."],
    ["Status = 'a' OR Status = 'b' AND Status = 'c'", "MALFORMED_QUERY unexpected token: 'AND'"],
    ["Status = 'a' AND Status = 'b' OR Status = 'c'", "MALFORMED_QUERY unexpected token: 'OR'"],
    ["Status = 'a' AND NOT (Status = 'b')", "MALFORMED_QUERY unexpected token: 'NOT'"],
    ["NOT Status = 'a' AND Status = 'b'", "MALFORMED_QUERY unexpected token: 'AND'"],
    ['Status = :status', 'MALFORMED_QUERY Bind variables only allowed in Apex code'],
    ['Id IN :ids', 'MALFORMED_QUERY Bind variables only allowed in Apex code'],
    ['Status IS NULL', "MALFORMED_QUERY unexpected token: 'Status IS'"],
    ["Status NOT LIKE 'a'", "MALFORMED_QUERY unexpected token: 'Status NOT LIKE'"],
    ['', "MALFORMED_QUERY unexpected token: '<EOF>'"],
    ["Status = 'a", "MALFORMED_QUERY unexpected token: '<EOF>'"],
    ['Status = "a"', "MALFORMED_QUERY unexpected token: '\"'"],
    ["Status = 'a' ALL ROWS", "MALFORMED_QUERY unexpected token: 'ALL'"],
    ["Status = ('Draft')", "MALFORMED_QUERY unexpected token: '('"],
    ["Status IN 'Draft'", "MALFORMED_QUERY unexpected token: 'Status IN ''"],
    [
      'EffectiveDate = LAST_N_DAYS:99999999999999',
      "INVALID_FIELD value of filter criterion for field 'EffectiveDate'",
    ],
    ['EffectiveDate = NEXT_N_YEARS:9000', 'INVALID_FIELD value of filter criterion for field'],
    ['CreatedDate > 2026-01-01T00:00:00', "MALFORMED_QUERY unexpected token: 'T00'"],
    ['COUNT(Id) > 1', 'MALFORMED_QUERY COUNT(Id) is not allowed here'],
    ['Id IN (SELECT Nope FROM Case)', "INVALID_FIELD No such column 'Nope' on entity 'Case'."],
  ])('refuses %s', (where, message) => {
    expect(refusalOf(mia, `SELECT Id FROM Order WHERE ${where}`)).toContain(message);
  });
});
