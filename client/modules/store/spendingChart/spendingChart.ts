import { api, LightningElement } from 'lwc';
import { money, month } from 'store/format';
import type { Spending } from 'store/spending';

/** As many families as have colours of their own; what is beyond them is one more. */
const mostSeries = 7;

/** A name, and what was spent under it in each month. */
interface Series {
  readonly name: string;
  readonly amounts: readonly number[];
}

/**
 * What was spent, as a bar for each month that is made up of families. Colour and pattern tell them
 * apart; whoever sees neither has the table, which says it all.
 */
export default class SpendingChart extends LightningElement {
  @api spending: Spending | undefined;

  get legend() {
    return this.series.map(({ name }, index) => ({ name, ...lookOf(index) }));
  }

  get rows() {
    const { months = [] } = this.spending ?? {};
    const { series } = this;
    // Money that came back is in the table; a bar has no place for it.
    const drawn = months.map((_, row) =>
      series.reduce((sum, { amounts }) => sum + Math.max(amounts[row] ?? 0, 0), 0),
    );
    const longest = Math.max(...drawn, 1);
    return months.map(({ month: key, total }, row) => {
      let start = 0;
      const parts = series.flatMap(({ name, amounts }, index) => {
        const amount = amounts[row] ?? 0;
        if (amount <= 0) return [];
        const part = {
          ...lookOf(index),
          key: name,
          title: `${name}: ${money(amount)}`,
          x: percent(start / longest),
          width: percent(amount / longest),
        };
        start += amount;
        return part;
      });
      return { key, month: month(key), total: money(total), parts };
    });
  }

  get series(): readonly Series[] {
    const { families = [], months = [] } = this.spending ?? {};
    const all = families.map(({ name }, index) => ({
      name,
      amounts: months.map(({ amounts }) => amounts[index] ?? 0),
    }));
    if (all.length <= mostSeries + 1) return all;
    const others = all.slice(mostSeries);
    const amounts = months.map((_, row) =>
      others.reduce((total, one) => total + (one.amounts[row] ?? 0), 0),
    );
    return [...all.slice(0, mostSeries), { name: 'All others', amounts }];
  }
}

const lookOf = (index: number) => ({ colour: `c${index}`, pattern: `url(#p${index})` });

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
