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

  it('has averages, extremes of dates and text, and an order by alias', () => {
    const { records } = query(
      'SELECT Status s, AVG(TotalAmount) a, MIN(EffectiveDate) earliest, MAX(OrderNumber) highest FROM Order GROUP BY Status ORDER BY COUNT(Id) DESC',
    );
    expect(records[0]).toMatchObject({
      s: 'Delivered',
      a: expect.any(Number),
      earliest: expect.stringMatching(/^\d{4}-/),
    });
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
    ['SELECT COUNT(Id) c, SUM(TotalAmount) c FROM Order', 'MALFORMED_QUERY duplicate alias: c'],
  ])('refuses %s', (soql, message) => {
    expect(refusal(soql)).toContain(message);
  });
});
