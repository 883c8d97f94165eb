import { api, LightningElement } from 'lwc';
import { money, month } from 'store/format';
import type { Spending } from 'store/spending';

/** What was spent, as a table of months and families with what they come to. */
export default class SpendingTable extends LightningElement {
  @api spending: Spending | undefined;

  get families() {
    const { families = [] } = this.spending ?? {};
    return families.map(({ name, total }) => ({ name, total: money(total) }));
  }

  get rows() {
    const { families = [], months = [] } = this.spending ?? {};
    return months.map(({ month: key, amounts, total }) => ({
      key,
      month: month(key),
      cells: families.map(({ name }, index) => ({ name, amount: money(amounts[index] ?? 0) })),
      total: money(total),
    }));
  }

  get total(): string {
    return money(this.spending?.total ?? 0);
  }
}
