import { describe, expect, it } from 'vitest';
import type { OrgRecord } from '../data/record-table.ts';
import { createRandom } from '../data/seed/random.ts';
import { createQueryAs } from './query-as.ts';

const { data, queryAs } = createQueryAs();
const random = createRandom(2026);

interface Condition {
  readonly soql: string;
  readonly holds: (order: OrgRecord) => boolean;
}

const orders = [...data.tables.Order.rows()];
const accountName = ({ AccountId }: OrgRecord): string =>
  String(data.tables.Account.get(AccountId ?? null).Name);

function oneOf<T>(...makers: (() => T)[]): T {
  return random.pick(makers)();
}

/** Comparisons of a kind whose meaning plain code says again. */
function comparison(): Condition {
  const sample = random.pick(orders);
  return oneOf<Condition>(
    () => ({
      soql: `Status = '${String(sample.Status)}'`,
      holds: ({ Status }) => Status === sample.Status,
    }),
    () => ({
      soql: `Status != '${String(sample.Status)}'`,
      holds: ({ Status }) => Status !== sample.Status,
    }),
    () => ({ soql: 'PoNumber = null', holds: ({ PoNumber }) => PoNumber === null }),
    () => ({ soql: "PoNumber <> ''", holds: ({ PoNumber }) => PoNumber !== null }),
    () => {
      const start = String(sample.PoNumber ?? 'PO-1').slice(0, 4);
      return {
        soql: `PoNumber LIKE '${start.toLowerCase()}%'`,
        holds: ({ PoNumber }) => String(PoNumber ?? '').startsWith(start),
      };
    },
    () => {
      const amount = Number(sample.TotalAmount);
      const sign = random.pick(['<', '<=', '>', '>=', '=', '!=']);
      const meanings: Record<string, (n: number) => boolean> = {
        '<': (n) => n < amount,
        '<=': (n) => n <= amount,
        '>': (n) => n > amount,
        '>=': (n) => n >= amount,
        '=': (n) => n === amount,
        '!=': (n) => n !== amount,
      };
      return {
        soql: `TotalAmount ${sign} ${String(amount)}`,
        holds: ({ TotalAmount }) => meanings[sign]?.(Number(TotalAmount)) ?? false,
      };
    },
    () => {
      const date = String(sample.EffectiveDate);
      return {
        soql: `EffectiveDate > ${date}`,
        holds: ({ EffectiveDate }) => String(EffectiveDate) > date,
      };
    },
    () => {
      const name = accountName(sample);
      return {
        soql: `account.name = '${name.replaceAll("'", "\\'")}'`,
        holds: (order) => accountName(order) === name,
      };
    },
    () => {
      const others = [sample.OrderNumber, random.pick(orders).OrderNumber];
      const list = others.map((number) => `'${String(number)}'`).join(',');
      const negated = random.next() < 0.5;
      return {
        soql: `OrderNumber ${negated ? 'not ' : ''}in (${list})`,
        holds: ({ OrderNumber }) => others.includes(OrderNumber) !== negated,
      };
    },
    () => ({
      soql: `CALENDAR_MONTH(EffectiveDate) = ${String(Number(String(sample.EffectiveDate).slice(5, 7)))}`,
      holds: ({ EffectiveDate }) =>
        String(EffectiveDate).slice(5, 7) === String(sample.EffectiveDate).slice(5, 7),
    }),
  );
}

function condition(depth: number): Condition {
  if (depth === 0 || random.next() < 0.2) {
    return comparison();
  }
  if (random.next() < 0.25) {
    const part = condition(depth - 1);
    return { soql: `NOT (${part.soql})`, holds: (order) => !part.holds(order) };
  }
  const parts = Array.from({ length: random.between(2, 3) }, () => condition(depth - 1));
  const [word, join] =
    random.pick(['AND', 'OR'] as const) === 'AND'
      ? (['AND', (each: boolean[]) => each.every(Boolean)] as const)
      : (['OR', (each: boolean[]) => each.some(Boolean)] as const);
  return {
    soql: parts.map(({ soql }) => `(${soql})`).join(` ${word} `),
    holds: (order) => join(parts.map((part) => part.holds(order))),
  };
}

describe('150 random conditions', () => {
  it('find what the same conditions in plain code find', () => {
    let found = 0;
    for (let run = 0; run < 150; run += 1) {
      const { soql, holds } = condition(random.between(0, 3));
      const ids = queryAs('mia@store.example', `SELECT Id FROM Order WHERE ${soql}`).records.map(
        ({ Id }) => Id,
      );
      expect(ids, soql).toEqual(orders.filter(holds).map(({ Id }) => Id));
      found += ids.length;
    }
    // Neither all nor nothing, or the conditions would prove little.
    expect(found / 150 / orders.length).toSatisfy((share: number) => share > 0.2 && share < 0.8);
  });
});
