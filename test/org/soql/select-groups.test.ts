import { describe, expect, it } from 'vitest';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';
const query = (soql: string) => queryAs(mia, soql);
const refusal = (soql: string) => refusalOf(mia, soql);

describe('COUNT and groups', () => {
  it('counts without rows', () => {
    expect(query('SELECT COUNT() FROM Order')).toEqual({
      totalSize: data.tables.Order.size,
      records: [],
    });
    expect(query("SELECT COUNT() FROM Order WHERE Status = 'Nope'").totalSize).toBe(0);
    expect(query('SELECT COUNT() FROM Order LIMIT 7').totalSize).toBe(7);
    expect(refusal('SELECT COUNT() FROM Order ORDER BY Id')).toMatch(/^MALFORMED_QUERY/);
  });

  it('answers one row of a whole, under expr0 or the alias', () => {
    expect(query('SELECT COUNT(Id), SUM(Quantity) total FROM OrderItem').records).toEqual([
      {
        attributes: { type: 'AggregateResult' },
        expr0: data.tables.OrderItem.size,
        total: [...data.tables.OrderItem.rows()].reduce(
          (sum, { Quantity }) => sum + Number(Quantity),
          0,
        ),
      },
    ]);
    expect(
      query("SELECT COUNT(Id) n, MAX(TotalAmount) m FROM Order WHERE Status = 'Nope'").records,
    ).toMatchObject([{ n: 0, m: null }]);
  });

  it('groups by fields, parents and dates, keeps and sorts by what it computed', () => {
    const { records } =
      query(`SELECT Product2.Family, CALENDAR_YEAR(Order.EffectiveDate) year, SUM(TotalPrice) amount,
      COUNT_DISTINCT(OrderId) FROM OrderItem WHERE Order.Status != 'Cancelled'
      GROUP BY Product2.Family, CALENDAR_YEAR(Order.EffectiveDate) HAVING SUM(TotalPrice) > 100 ORDER BY SUM(TotalPrice) DESC`);
    const wanted = new Map<string, number>();
    for (const item of data.tables.OrderItem.rows()) {
      const order = data.tables.Order.get(item.OrderId ?? null);
      if (order.Status !== 'Cancelled') {
        const { Family } = data.tables.Product2.get(item.Product2Id ?? null);
        const key = `${String(Family)} ${String(order.EffectiveDate).slice(0, 4)}`;
        wanted.set(key, (wanted.get(key) ?? 0) + Math.round(Number(item.TotalPrice) * 100));
      }
    }
    const found = records.map(({ Family, year, amount }) => [
      `${String(Family)} ${String(year)}`,
      Math.round(Number(amount) * 100),
    ]);
    expect(new Map(found as [string, number][])).toEqual(
      new Map([...wanted].filter(([, cents]) => cents > 10_000)),
    );
    const amounts = records.map(({ amount }) => Number(amount));
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    expect(records[0]).toHaveProperty('expr0');
  });

  it('has averages, and extremes of dates and text', () => {
    const { records } = query(
      'SELECT Status s, AVG(TotalAmount) a, MIN(EffectiveDate) earliest, MAX(OrderNumber) highest FROM Order GROUP BY Status ORDER BY COUNT(Id) DESC',
    );
    expect(records[0]).toMatchObject({
      s: 'Delivered',
      a: expect.any(Number),
      earliest: expect.stringMatching(/^\d{4}-/),
    });
  });

  it('knows a key by what it is, and functions of a day that is one', () => {
    const plain = query('SELECT Account.Name n, COUNT(Id) FROM Case GROUP BY Account.Name').records;
    expect(
      query('SELECT c.Account.Name n, COUNT(c.Id) FROM Case c GROUP BY ACCOUNT.NAME').records,
    ).toEqual(plain);
    expect(plain).toHaveLength(data.tables.Account.size);
    const days = query(
      'SELECT EffectiveDate d, CALENDAR_YEAR(EffectiveDate) y FROM Order GROUP BY EffectiveDate',
    ).records;
    expect(days.length).toBeGreaterThan(100);
    for (const { d, y } of days) {
      expect(y).toBe(Number(String(d).slice(0, 4)));
    }
  });

  it('groups by hours in the time zone of the user, which is GMT', () => {
    const hour = 'HOUR_IN_DAY(convertTimezone(CreatedDate))';
    const { records } = query(
      `SELECT ${hour} h, COUNT(Id) n FROM Order GROUP BY ${hour} ORDER BY ${hour} DESC`,
    );
    const wanted = new Map<number, number>();
    for (const { CreatedDate } of data.tables.Order.rows()) {
      const key = Number(String(CreatedDate).slice(11, 13));
      wanted.set(key, (wanted.get(key) ?? 0) + 1);
    }
    expect(records.map(({ h, n }) => [h, n])).toEqual([...wanted].toSorted(([a], [b]) => b - a));
  });

  it('takes the extremes of a picklist by its own order (documented), and counts no nulls', () => {
    expect(
      query(
        'SELECT MIN(Status), MAX(Status), COUNT(PoNumber), COUNT_DISTINCT(AccountId) FROM Order',
      ).records[0],
    ).toMatchObject({
      expr0: 'Draft',
      expr1: 'Cancelled',
      expr2: [...data.tables.Order.rows()].filter(({ PoNumber }) => PoNumber !== null).length,
      expr3: data.tables.Account.size,
    });
  });

  it('keeps groups by their keys and by what was computed, negated too', () => {
    const counts = new Map<unknown, number>();
    for (const { Status } of data.tables.Order.rows()) {
      counts.set(Status, (counts.get(Status) ?? 0) + 1);
    }
    const found = query(
      "SELECT Status FROM Order GROUP BY Status HAVING (NOT (Status = 'Delivered' OR Status LIKE 'C%')) AND COUNT(Id) > 14",
    ).records.map(({ Status }) => Status);
    const wanted = [...counts]
      .filter(([status, n]) => !/^(?:Delivered|C)/.test(String(status)) && n > 14)
      .map(([status]) => status);
    expect(wanted.length).toBeGreaterThan(0);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  it('shows sums as people write them', () => {
    expect(
      query('SELECT FORMAT(SUM(TotalAmount)) total FROM Order WHERE TotalAmount > 1000').records[0],
    ).toHaveProperty('total', expect.stringMatching(/^\$\d{1,3}(?:,\d{3})*\.\d\d$/));
  });

  it('counts no more than 2,000 groups, which do not page', () => {
    const soql = 'SELECT Id FROM OrderItem GROUP BY Id';
    const refused =
      'EXCEEDED_ID_LIMIT Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch';
    const { size } = data.tables.OrderItem;
    expect(size).toBeGreaterThan(1500);
    expect(refusal(soql)).toBe(size > 2000 ? refused : 'no error');
    expect(query(`${soql} LIMIT 1500`).records).toHaveLength(1500);
  });

  it.each([
    [
      'SELECT Status, COUNT(Id) FROM Order',
      'MALFORMED_QUERY Field must be grouped or aggregated: Status',
    ],
    [
      'SELECT AccountId FROM Order GROUP BY Status',
      'MALFORMED_QUERY Field must be grouped or aggregated: AccountId',
    ],
    [
      'SELECT SUM(Status) FROM Order',
      'MALFORMED_QUERY field Status does not support aggregate operator SUM',
    ],
    [
      'SELECT COUNT(Id) FROM Case GROUP BY Description',
      "INVALID_FIELD field 'Description' can not be grouped in a query call",
    ],
    ['SELECT MAX(Nope) FROM Order', "INVALID_FIELD No such column 'Nope' on entity 'Order'."],
    ['SELECT COUNT(Id) c, SUM(TotalAmount) C FROM Order', 'MALFORMED_QUERY duplicate alias: C'],
    [
      'SELECT Account.Name, Contact.Name FROM Case GROUP BY Account.Name, Contact.Name',
      'MALFORMED_QUERY duplicate alias: Name',
    ],
    [
      'SELECT Status, COUNT(Status) FROM Order GROUP BY Status',
      'MALFORMED_QUERY Grouped field should not be aggregated: Status',
    ],
    [
      'SELECT Status FROM Order GROUP BY Status, Order.Status',
      'MALFORMED_QUERY duplicate grouping expression: Order.Status',
    ],
    [
      'SELECT Status, COUNT(Id) n FROM Order GROUP BY Status ORDER BY n',
      "INVALID_FIELD No such column 'n' on entity 'Order'.",
    ],
    [
      'SELECT Id, CALENDAR_YEAR(CreatedDate) FROM Order ORDER BY CreatedDate',
      'MALFORMED_QUERY Ordered field must be grouped or aggregated: CreatedDate',
    ],
    [
      'SELECT Id, CALENDAR_YEAR(CreatedDate) FROM Order',
      'MALFORMED_QUERY Field must be grouped or aggregated: Id',
    ],
    [
      'SELECT COUNT() FROM Order ORDER BY Id',
      'MALFORMED_QUERY Ordered field must be grouped or aggregated: Id',
    ],
    [
      'SELECT SUM(TotalAmount) FROM Order LIMIT 1',
      'MALFORMED_QUERY Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    ],
    [
      'SELECT COUNT(Id) FROM Order OFFSET 1',
      'MALFORMED_QUERY Non-grouped query that uses overall aggregate functions cannot also use OFFSET',
    ],
    [
      'SELECT COUNT(IsReductionOrder) FROM Order',
      'MALFORMED_QUERY field IsReductionOrder does not support aggregate operator COUNT',
    ],
    [
      'SELECT COUNT(Description) FROM Order',
      'MALFORMED_QUERY field Description does not support aggregate operator COUNT',
    ],
    [
      'SELECT AVG(EffectiveDate) FROM Order',
      'MALFORMED_QUERY field EffectiveDate does not support',
    ],
    [
      'SELECT MAX(MIN(TotalAmount)) FROM Order',
      'MALFORMED_QUERY nested functional syntax can only be used in the following manner: date_function(convertTimezone(columnName)): MAX',
    ],
    [
      'SELECT Id FROM Order GROUP BY CreatedDate',
      "INVALID_FIELD field 'CreatedDate' can not be grouped in a query call",
    ],
    [
      'SELECT Id FROM Order GROUP BY TotalAmount',
      "INVALID_FIELD field 'TotalAmount' can not be grouped in a query call",
    ],
    ['SELECT FIELDS(ALL) FROM Order GROUP BY Id LIMIT 1', 'MALFORMED_QUERY Subqueries, TYPEOF'],
    ['SELECT COUNT() FROM Order GROUP BY Status', 'MALFORMED_QUERY'],
    [
      'SELECT SUM(convertCurrency(TotalAmount)) FROM Order',
      'MALFORMED_QUERY convertCurrency() is only allowed in organizations with multiple currencies',
    ],
    [
      'SELECT Status FROM Order GROUP BY Status HAVING AccountId IN (SELECT Id FROM Account)',
      'MALFORMED_QUERY Field must be grouped or aggregated: AccountId',
    ],
    [
      'SELECT AccountId FROM Order GROUP BY AccountId HAVING AccountId IN (SELECT Id FROM Account)',
      'MALFORMED_QUERY Semi join sub-selects are only allowed at the top level WHERE expressions',
    ],
  ])('refuses %s', (soql, message) => {
    expect(refusal(soql)).toContain(message);
  });
});
