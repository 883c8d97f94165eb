import { api, LightningElement, wire } from 'lwc';
import { mySpending, type Result, session } from 'store/api';
import type { FilterLink } from 'store/filterLinks';
import { date, money } from 'store/format';
import { router } from 'store/router';
import { addressOf, monthsOf, type Period, periodLinks, periodOf } from './period.ts';
import { type Spending, spendingOf } from './spendingOf.ts';

export type { Spending } from './spendingOf.ts';

/** What the person's orders came to, by month and family, in the period that the address names. */
export default class SpendingPage extends LightningElement {
  /** As they stand in the address. */
  @api period: string | undefined;
  @api from: string | undefined;
  @api to: string | undefined;

  /** By the server's clock, and in its zone, which is that of the orders' days. */
  readonly today = new Date(session.now()).toISOString().slice(0, 10);

  /** What is wrong with the days that somebody has chosen. */
  mistake: string | undefined;

  /** Other days stand in the fields then. */
  @wire(router)
  addressChanged() {
    this.mistake = undefined;
  }

  @wire(mySpending, { from: '$range.from', to: '$range.to' }) result?: Result<typeof mySpending>;

  get range(): Period {
    return periodOf(this, this.today);
  }

  get periods(): readonly FilterLink[] {
    return periodLinks(this.range);
  }

  get spending(): Spending | undefined {
    const { items } = this.result?.data ?? {};
    return items && items.length > 0 ? spendingOf(items, monthsOf(this.range)) : undefined;
  }

  get isNotConfigured(): boolean {
    return this.result?.error?.body.errorCode === 'not_configured';
  }

  get inWords(): string {
    return `${date(this.range.from)} to ${date(this.range.to)}`;
  }

  get total(): string {
    return money(this.spending?.total ?? 0);
  }

  get announcement(): string {
    if (this.isNotConfigured) return 'No spending figures';
    if (!this.result?.data) return this.result?.error ? '' : 'Loading spending…';
    return this.spending
      ? `${this.total} spent, ${this.inWords}`
      : `Nothing spent, ${this.inWords}`;
  }

  get isWrong(): 'true' | undefined {
    return this.mistake ? 'true' : undefined;
  }

  choose(event: SubmitEvent) {
    // It is not for the browser to send: the address is the page's own.
    event.preventDefault();
    const [from = '', to = ''] = ['from', 'to'].map(
      (name) => this.template?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value,
    );
    const isPeriod = periodOf({ period: undefined, from, to }, this.today).name === undefined;
    this.mistake = isPeriod ? undefined : 'Choose two days, the earlier one first.';
    if (isPeriod) router.go(addressOf(from, to));
    else this.template?.querySelector<HTMLInputElement>('[name=from]')?.focus();
  }

  retry() {
    void this.result?.refresh();
  }
}
