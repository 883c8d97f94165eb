import type { mySpending } from 'store/api';

type Amounts = Awaited<ReturnType<typeof mySpending>>['items'];

/** What was spent, by month and family. */
export interface Spending {
  /** In their order: those without a family come last. */
  readonly families: readonly { readonly name: string; readonly total: number }[];
  readonly months: readonly {
    /** `2026-01` */
    readonly month: string;
    /** One for each family. */
    readonly amounts: readonly number[];
    readonly total: number;
  }[];
  readonly total: number;
}

/** In cents, as dollars do not add up. */
const sum = (amounts: readonly number[]): number =>
  amounts.reduce((cents, amount) => cents + Math.round(amount * 100), 0) / 100;

/**
 * Lays out what was spent as a table: the months in order, the families by what was spent on them.
 *
 * @param months those to show even if nothing was spent in them
 */
export function spendingOf(items: Amounts, months: readonly string[]): Spending {
  const all = [...new Set([...months, ...items.map(({ month }) => month)])].sort();
  const found = [...new Set(items.map(({ family }) => family))];
  const amountOf = (isMeant: (item: Amounts[number]) => boolean) =>
    sum(items.filter(isMeant).map(({ amount }) => amount));
  const families = found
    .map((family) => ({ family, total: amountOf((item) => item.family === family) }))
    .sort(
      (one, other) =>
        Number(one.family === null) - Number(other.family === null) || other.total - one.total,
    );
  return {
    families: families.map(({ family, total }) => ({ name: family ?? 'No family', total })),
    months: all.map((month) => ({
      month,
      amounts: families.map(({ family }) =>
        amountOf((item) => item.month === month && item.family === family),
      ),
      total: amountOf((item) => item.month === month),
    })),
    total: amountOf(() => true),
  };
}
