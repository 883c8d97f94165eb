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
    [
      "Status = 'a' OR Id IN (SELECT Order__c FROM Case)",
      "MALFORMED_QUERY Semi join sub-selects are not allowed with the 'OR' operator",
    ],
    [
      'Id IN (SELECT AccountId FROM Case)',
      "MALFORMED_QUERY The selected field 'AccountId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
    ],
    [
      'PoNumber IN (SELECT Order__c FROM Case)',
      "MALFORMED_QUERY The left operand field in the where expression for outer query should be an id field, cannot use: 'PoNumber'",
    ],
    ['Id IN (SELECT Id, Order__c FROM Case)', "MALFORMED_QUERY unexpected token: ','"],
    [
      'Id IN (SELECT Order__c FROM Case WHERE Order__c IN (SELECT Id FROM Order))',
      'MALFORMED_QUERY Nesting of semi join sub-selects is not supported',
    ],
    [
      'Id IN (SELECT Order__c FROM Case) AND Id NOT IN (SELECT Order__c FROM Case) AND Id IN (SELECT OrderId FROM OrderItem)',
      'MALFORMED_QUERY Maximum 2 semi join sub-selects are allowed',
    ],
    ['Id IN (SELECT Order__c FROM Case LIMIT 5)', "MALFORMED_QUERY missing value at 'LIMIT'"],
    ['Id IN (SELECT Order__c FROM Case ORDER BY Id)', "MALFORMED_QUERY missing value at 'ORDER'"],
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
