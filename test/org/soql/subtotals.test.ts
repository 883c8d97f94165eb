import { describe, expect, it } from 'vitest';
import type { OrgRecord } from '../data/record-table.ts';
import { createQueryAs } from './query-as.ts';

const { data, queryAs, refusalOf } = createQueryAs();
const mia = 'mia@store.example';
const orders = [...data.tables.Order.rows()];
const rowsOf = (soql: string) => queryAs(mia, soql).records;

/** How many orders there are of each combination of what the functions tell of an order. */
function tally(...parts: ((order: OrgRecord) => unknown)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const order of orders) {
    const key = JSON.stringify(parts.map((part) => part(order)));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const status = ({ Status }: OrgRecord) => Status;
const type = ({ Type }: OrgRecord) => Type;
const quarter = ({ EffectiveDate }: OrgRecord) =>
  Math.ceil(Number(String(EffectiveDate).slice(5, 7)) / 3);
const total = () => null;

describe('GROUP BY ROLLUP and CUBE', () => {
  it('adds a grand total to one key', () => {
    const found = rowsOf('SELECT Status, COUNT(Id) n FROM Order GROUP BY ROLLUP(Status)');
    const wanted = new Map([...tally(status), ...tally(total)]);
    expect(new Map(found.map(({ Status, n }) => [JSON.stringify([Status]), n]))).toEqual(wanted);
    expect(found.at(-1)).toEqual({
      attributes: { type: 'AggregateResult' },
      Status: null,
      n: orders.length,
    });
  });

  it('adds subtotals from the last key to the first, also of functions', () => {
    const found = rowsOf(
      `SELECT Status, CALENDAR_QUARTER(EffectiveDate) q, COUNT(Id) n, GROUPING(Status) FROM Order
       GROUP BY ROLLUP(Status, CALENDAR_QUARTER(EffectiveDate))`,
    );
    const wanted = new Map([
      ...tally(status, quarter),
      ...tally(status, total),
      ...tally(total, total),
    ]);
    const entries = found.map(({ Status, q, n }) => [JSON.stringify([Status, q]), n] as const);
    expect(new Map(entries)).toEqual(wanted);
    expect(entries).toHaveLength(wanted.size);
    expect(found.map(({ expr0 }) => expr0)).toEqual(
      found.map(({ Status }) => (Status === null ? 1 : 0)),
    );
    // Each status' quarters are followed by their sum.
    const first = found.findIndex(({ q }) => q === null);
    expect(new Set(found.slice(0, first + 1).map(({ Status }) => Status)).size).toBe(1);
  });

  it('adds every combination of totals for CUBE, told from nulls by GROUPING', () => {
    const found = rowsOf(
      `SELECT Status, Type, GROUPING(Status) gs, GROUPING(Type) gt, COUNT(Id) n FROM Order
       GROUP BY CUBE(Status, Type) ORDER BY GROUPING(Status), GROUPING(Type) DESC`,
    );
    const wanted = [
      ...[...tally(status, total)].map(([key, n]) => [0, 1, key, n]),
      ...[...tally(status, type)].map(([key, n]) => [0, 0, key, n]),
      ...[...tally(total, total)].map(([key, n]) => [1, 1, key, n]),
      ...[...tally(total, type)].map(([key, n]) => [1, 0, key, n]),
    ];
    const rows = found.map(({ Status, Type, gs, gt, n }) => [
      gs,
      gt,
      JSON.stringify([Status, Type]),
      n,
    ]);
    const sorted = (list: unknown[][]) => list.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(rows)).toEqual(sorted(wanted));
    const levels = rows.map(([gs, gt]) => Number(gs) * 2 + (1 - Number(gt)));
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });

  it('keeps the totals alone that HAVING asks for', () => {
    const [only, ...others] = rowsOf(
      'SELECT Status, SUM(TotalAmount) s FROM Order GROUP BY ROLLUP(Status) HAVING GROUPING(Status) = 1',
    );
    const cents = orders.reduce(
      (sum, { TotalAmount }) => sum + Math.round(Number(TotalAmount) * 100),
      0,
    );
    expect(others).toEqual([]);
    expect(Math.round(Number(only?.s) * 100)).toBe(cents);
  });

  it.each([
    [
      'SELECT COUNT(Id) FROM Order GROUP BY ROLLUP(Status, Type, AccountId, OwnerId)',
      'MALFORMED_QUERY GROUP BY ROLLUP must contain 3 fields or less',
    ],
    [
      'SELECT GROUPING(Type) FROM Order GROUP BY ROLLUP(Status)',
      'MALFORMED_QUERY Field must be grouped or aggregated: Type',
    ],
    [
      'SELECT GROUPING(Type) FROM Order',
      'MALFORMED_QUERY Field must be grouped or aggregated: Type',
    ],
  ])('refuses %s', (soql, message) => {
    expect(refusalOf(mia, soql)).toBe(message);
  });
});
