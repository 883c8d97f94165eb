import { describe, expect, it } from 'vitest';
import type { OrgRecord } from '../data/record-table.ts';
import { createQueryAs } from './query-as.ts';

const { data, queryAs } = createQueryAs();
const mia = 'mia@store.example';

/** The ids that a WHERE finds, and those that plain code finds. */
function compare(
  object: 'Order' | 'Account' | 'Case' | 'OrderItem' | 'Product2' | 'Contact',
  where: string,
  wanted: (row: OrgRecord) => boolean,
) {
  const found = queryAs(mia, `SELECT Id FROM ${object} o WHERE ${where}`).records.map(
    ({ Id }) => Id,
  );
  const rows = [...data.tables[object].rows()].filter(wanted).map(({ Id }) => Id);
  expect(found, where).toEqual(rows);
  return found.length;
}

const amount = ({ TotalAmount }: OrgRecord) => Number(TotalAmount);

describe('WHERE', () => {
  it.each<[string, (row: OrgRecord) => boolean]>([
    ["Status = 'Draft'", ({ Status }) => Status === 'Draft'],
    ["Status = 'DRAFT'", ({ Status }) => Status === 'Draft'],
    ["PoNumber like 'po-1%'", ({ PoNumber }) => /^PO-1/.test(String(PoNumber))],
    ["Status != 'Delivered'", ({ Status }) => Status !== 'Delivered'],
    ["Status <> 'Delivered'", ({ Status }) => Status !== 'Delivered'],
    ["PoNumber != 'PO-1'", () => true],
    ['PoNumber = null', ({ PoNumber }) => PoNumber === null],
    ["PoNumber = ''", ({ PoNumber }) => PoNumber === null],
    ['PoNumber != NULL', ({ PoNumber }) => PoNumber !== null],
    ['TotalAmount > 1000', (row) => amount(row) > 1000],
    ['TotalAmount >= 781.81', (row) => amount(row) >= 781.81],
    ['TotalAmount < 50.5', (row) => amount(row) < 50.5],
    ['TotalAmount <= -1', () => false],
    ["Status IN ('draft', 'Shipped')", ({ Status }) => Status === 'Draft' || Status === 'Shipped'],
    ["Status NOT IN ('Delivered')", ({ Status }) => Status !== 'Delivered'],
    [
      "Status not in ('Delivered', 'Cancelled')",
      ({ Status }) => Status !== 'Delivered' && Status !== 'Cancelled',
    ],
    ['PoNumber IN (null)', ({ PoNumber }) => PoNumber === null],
    ['IsReductionOrder = false', () => true],
    ['IsReductionOrder != FALSE', () => false],
    ["OrderNumber LIKE '000001%'", ({ OrderNumber }) => String(OrderNumber).startsWith('000001')],
    ["OrderNumber LIKE '%9'", ({ OrderNumber }) => String(OrderNumber).endsWith('9')],
    ["OrderNumber LIKE '0000010_'", ({ OrderNumber }) => /^0000010.$/.test(String(OrderNumber))],
    ["NOT Status = 'Delivered'", ({ Status }) => Status !== 'Delivered'],
    [
      "(NOT Status = 'Delivered') AND TotalAmount > 500",
      (row) => row.Status !== 'Delivered' && amount(row) > 500,
    ],
    [
      "NOT (Status = 'Delivered' OR TotalAmount > 500)",
      (row) => row.Status !== 'Delivered' && amount(row) <= 500,
    ],
    [
      "Status = 'Draft' OR Status = 'Shipped' OR TotalAmount > 3000",
      (row) => row.Status === 'Draft' || row.Status === 'Shipped' || amount(row) > 3000,
    ],
    [
      "(Status = 'Draft' OR Status = 'Shipped') AND TotalAmount > 300",
      (row) => (row.Status === 'Draft' || row.Status === 'Shipped') && amount(row) > 300,
    ],
    [
      "Status = 'Draft' OR (Status = 'Shipped' AND TotalAmount > 300)",
      (row) => row.Status === 'Draft' || (row.Status === 'Shipped' && amount(row) > 300),
    ],
    ["((Status = 'Draft'))", ({ Status }) => Status === 'Draft'],
    ['TotalAmount > null', () => false],
    ['TotalAmount < = 50.5 AND TotalAmount > - 5', (row) => amount(row) <= 50.5],
    ['TotalAmount > 007.50', (row) => amount(row) > 7.5],
    ['TotalAmount < 99999999999999999999999999', () => true],
    ["Order.Status = 'Draft' AND o.Status != null", ({ Status }) => Status === 'Draft'],
    ["toLabel(Status) LIKE '%ed'", ({ Status }) => String(Status).endsWith('ed')],
    ['IsReductionOrder = null', () => true],
    ['ActivatedDate != null', ({ ActivatedDate }) => ActivatedDate !== null],
  ])('%s', (where, wanted) => {
    compare('Order', where, wanted);
  });

  it('compares with fields of parents, also where there is none', () => {
    const northwind = queryAs(mia, "SELECT Id FROM Account WHERE Name = 'northwind'").records[0]
      ?.Id;
    expect(
      compare('Order', "Account.Name = 'Northwind'", ({ AccountId }) => AccountId === northwind),
    ).toBeGreaterThan(0);
    expect(
      compare(
        'OrderItem',
        "Order.Account.Name LIKE 'north%'",
        ({ OrderId }) => data.tables.Order.get(OrderId ?? null).AccountId === northwind,
      ),
    ).toBeGreaterThan(0);
    compare('Case', 'Order__r.OrderNumber = null', ({ Order__c }) => Order__c === null);
    compare(
      'Case',
      "Order__r.Status != 'Draft'",
      ({ Order__c }) =>
        Order__c === null || data.tables.Order.get(Order__c ?? null).Status !== 'Draft',
    );
  });

  it('takes ids of 15 and of 18 characters, and tells their case apart', () => {
    const [order] = data.tables.Order.rows();
    const id = order?.Id ?? '';
    expect(compare('Order', `Id = '${id}'`, ({ Id }) => Id === id)).toBe(1);
    expect(compare('Order', `Id = '${id.slice(0, 15)}'`, ({ Id }) => Id === id)).toBe(1);
    expect(compare('Order', `Id IN ('${id}', '${id.slice(0, 15)}')`, ({ Id }) => Id === id)).toBe(
      1,
    );
    const account = String(order?.AccountId);
    compare(
      'Order',
      `AccountId = '${account.slice(0, 15)}'`,
      ({ AccountId }) => AccountId === account,
    );
    compare('Order', `AccountId != '${account}'`, ({ AccountId }) => AccountId !== account);
  });

  it('reads escapes in literals, and wildcards only where they are not escaped', () => {
    expect(
      compare('Account', "Name = 'O\\'Malley & S\\u00f6hne'", ({ Name }) =>
        String(Name).startsWith('O'),
      ),
    ).toBe(1);
    expect(
      compare('Account', "Name LIKE 'o\\'%'", ({ Name }) => String(Name).startsWith('O')),
    ).toBe(1);
    compare('Account', "Name LIKE '\\%'", () => false);
    compare('Account', "Name LIKE '%\\_%'", () => false);
    compare('Account', "Name = '%'", () => false);
    compare('Account', `Name LIKE '${'%a'.repeat(400)}'`, () => false);
    compare('Account', "Name = '\\' OR Name != \\''", () => false);
  });

  it('finds what several choices include or exclude (documented)', () => {
    const chosen = ({ Interests__c }: OrgRecord) => String(Interests__c ?? '').split(';');
    const has = (row: OrgRecord, ...all: string[]) => all.every((one) => chosen(row).includes(one));
    const both = "INCLUDES ('Camping;Cycling', 'garden')";
    expect(
      compare(
        'Contact',
        `Interests__c ${both}`,
        (row) => has(row, 'Camping', 'Cycling') || has(row, 'Garden'),
      ),
    ).toBeGreaterThan(1);
    compare('Contact', "Interests__c EXCLUDES ('Camping')", (row) => !has(row, 'Camping'));
    compare(
      'Contact',
      "Interests__c = 'Camping'",
      ({ Interests__c }) => Interests__c === 'Camping',
    );
    expect(
      compare('Contact', 'Interests__c = null', ({ Interests__c }) => Interests__c === null),
    ).toBeGreaterThan(0);
  });

  it('takes lists of any length', () => {
    const ids = [...data.tables.OrderItem.rows()].slice(0, 1500).map(({ Id }) => Id);
    const list = ids.map((id) => `'${id}'`).join(', ');
    expect(compare('OrderItem', `Id IN (${list})`, ({ Id }) => ids.includes(Id))).toBe(1500);
  });

  it.each<[string, (date: string) => boolean]>([
    ['EffectiveDate = 2026-11-22', (date) => date === '2026-11-22'],
    ['EffectiveDate > 2026-01-31', (date) => date > '2026-01-31'],
    ['EffectiveDate IN (2026-11-21, TODAY)', (date) => date >= '2026-11-21'],
    ['EffectiveDate = TODAY', (date) => date === '2026-11-22'],
    ['EffectiveDate = yesterday', (date) => date === '2026-11-21'],
    ['EffectiveDate < TODAY', (date) => date < '2026-11-22'],
    ['EffectiveDate != THIS_YEAR', (date) => date < '2026-01-01'],
    ['EffectiveDate = LAST_YEAR', (date) => date.startsWith('2025')],
    ['EffectiveDate < LAST_YEAR', (date) => date < '2025-01-01'],
    ['EffectiveDate > LAST_YEAR', (date) => date >= '2026-01-01'],
    ['EffectiveDate >= LAST_YEAR', (date) => date >= '2025-01-01'],
    ['EffectiveDate <= LAST_YEAR', (date) => date < '2026-01-01'],
    ['EffectiveDate = THIS_MONTH', (date) => date.startsWith('2026-11')],
    ['EffectiveDate = LAST_MONTH', (date) => date.startsWith('2026-10')],
    ['EffectiveDate = THIS_QUARTER', (date) => date >= '2026-10-01'],
    ['EffectiveDate = LAST_QUARTER', (date) => date >= '2026-07-01' && date < '2026-10-01'],
    // 22 November 2026 is a Sunday: the week has just begun.
    ['EffectiveDate = THIS_WEEK', (date) => date >= '2026-11-22'],
    ['EffectiveDate = LAST_WEEK', (date) => date >= '2026-11-15' && date < '2026-11-22'],
    ['EffectiveDate = LAST_90_DAYS', (date) => date >= '2026-08-24'],
    ['EffectiveDate = LAST_N_DAYS:30', (date) => date >= '2026-10-23'],
    ['EffectiveDate = NEXT_N_DAYS:30', () => false],
    ['EffectiveDate = N_DAYS_AGO:3', (date) => date === '2026-11-19'],
    ['EffectiveDate = LAST_N_WEEKS:2', (date) => date >= '2026-11-08' && date < '2026-11-22'],
    ['EffectiveDate = LAST_N_MONTHS:2', (date) => date >= '2026-09-01' && date < '2026-11-01'],
    ['EffectiveDate = LAST_N_QUARTERS:1', (date) => date >= '2026-07-01' && date < '2026-10-01'],
    ['EffectiveDate = LAST_N_YEARS:2', (date) => date >= '2024-01-01' && date < '2026-01-01'],
    ['EffectiveDate = N_MONTHS_AGO:2', (date) => date.startsWith('2026-09')],
    ['EffectiveDate = THIS_FISCAL_YEAR', (date) => date.startsWith('2026')],
    ['CALENDAR_YEAR(EffectiveDate) = 2025', (date) => date.startsWith('2025')],
    ['CALENDAR_MONTH(EffectiveDate) IN (1, 12)', (date) => /-(?:01|12)-/.test(date)],
  ])('%s', (where, wanted) => {
    compare('Order', where, ({ EffectiveDate }) => wanted(String(EffectiveDate)));
  });

  it.each<[string, (date: string) => boolean]>([
    ['CreatedDate > 2026-01-31T12:00:00Z', (date) => date > '2026-01-31T12:00:00'],
    ['CreatedDate > 2026-01-31T12:00:00.000+0000', (date) => date > '2026-01-31T12:00:00.000+'],
    ['CreatedDate >= 2026-01-31T12:00:00+02:00', (date) => date >= '2026-01-31T10:00:00'],
    ['CreatedDate = TODAY', (date) => date.startsWith('2026-11-22')],
    ['CreatedDate = LAST_N_DAYS:7', (date) => date >= '2026-11-15'],
    ['CreatedDate < 2026-01-31t12:00:00.5-0130', (date) => date < '2026-01-31T13:30:00.5'],
    ['HOUR_IN_DAY(CreatedDate) < 10', (date) => date.slice(11, 13) < '10'],
    ['HOUR_IN_DAY(convertTimezone(CreatedDate)) = 12', (date) => date.slice(11, 13) === '12'],
    ['DAY_ONLY(CreatedDate) = 2026-11-22', (date) => date.startsWith('2026-11-22')],
    ['DAY_ONLY(CreatedDate) >= LAST_YEAR', (date) => date >= '2025'],
  ])('%s', (where, wanted) => {
    compare('Order', where, ({ CreatedDate }) => wanted(String(CreatedDate)));
  });

  it('joins through subqueries, for and against', () => {
    const asked = new Set([...data.tables.Case.rows()].map(({ Order__c }) => Order__c));
    expect(
      compare('Order', 'Id IN (SELECT Order__c FROM Case)', ({ Id }) => asked.has(Id)),
    ).toBeGreaterThan(0);
    compare('Order', 'Id NOT IN (SELECT Order__c FROM Case)', ({ Id }) => !asked.has(Id));
    const escalated = new Set(
      [...data.tables.Case.rows()]
        .filter(({ Status }) => Status === 'Escalated')
        .map(({ AccountId }) => AccountId),
    );
    compare(
      'Order',
      "AccountId IN (SELECT AccountId FROM Case WHERE Status = 'Escalated') AND Status = 'Draft'",
      ({ AccountId, Status }) => escalated.has(AccountId ?? null) && Status === 'Draft',
    );
  });
});
