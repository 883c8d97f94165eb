import { router } from 'store/router';
import Spending from 'store/spending';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { monthsOf, periodOf } from '../../client/modules/store/spending/period.ts';
import { spendingOf } from '../../client/modules/store/spending/spendingOf.ts';
import { fakeServer, problem } from './fakeServer.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
let stop: () => void;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  window.history.replaceState(null, '', '/spending');
  stop = router.start();
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

const quarter = { from: '2026-01-01', to: '2026-03-31' };
const spending = (asked: Readonly<Record<string, string>> = quarter) =>
  show('store-spending', Spending, asked);
const items = [
  { month: '2026-03', family: 'Coffee', amount: 0.1 },
  { month: '2026-01', family: null, amount: 50 },
  { month: '2026-01', family: 'Coffee', amount: 0.2 },
  { month: '2026-01', family: 'Garden', amount: 100 },
];
const answered = async (of: readonly object[] = items) => {
  const page = await spending();
  await server.last.answer({ body: { items: of, next: null } });
  return page;
};
const status = (page: HTMLElement) => textOf(only(page, '.top [role="status"]'));
const cells = (row: HTMLElement) => all(row, 'th, td').map(textOf);

describe('spending', () => {
  it('asks for the period of the address', async () => {
    const page = await spending();
    expect(server.last.url).toBe('/api/mySpending?from=2026-01-01&to=2026-03-31');
    expect(status(page)).toBe('Loading spending…');
  });

  it('stands in a table: every month of the period, the families by what they came to', async () => {
    const page = await answered();
    const [head = [], ...rows] = all(page, 'tr').map(cells);
    expect(head).toEqual(['Month', 'Garden', 'Coffee', 'No family', 'Total']);
    expect(rows).toEqual([
      ['Jan 2026', '$100.00', '$0.20', '$50.00', '$150.20'],
      ['Feb 2026', '$0.00', '$0.00', '$0.00', '$0.00'],
      ['Mar 2026', '$0.00', '$0.10', '$0.00', '$0.10'],
      ['Total', '$100.00', '$0.30', '$50.00', '$150.30'],
    ]);
    expect(status(page)).toBe('$150.30 spent, Jan 1, 2026 to Mar 31, 2026');
  });

  it('is drawn to one scale, part beside part, each with a pattern of its own', async () => {
    const page = await answered();
    const bars = all(page, '.bar').map((bar) =>
      all<SVGRectElement>(bar, 'rect:first-of-type').map((rect) =>
        ['class', 'x', 'width'].map((name) => rect.getAttribute(name)),
      ),
    );
    expect(bars).toEqual([
      [
        ['c0', '0.000%', '66.578%'],
        ['c1', '66.578%', '0.133%'],
        ['c2', '66.711%', '33.289%'],
      ],
      [],
      [['c1', '0.000%', '0.067%']],
    ]);
    const patterns = all<SVGRectElement>(page, 'li rect:last-of-type').map((rect) =>
      rect.getAttribute('fill'),
    );
    expect(patterns).toEqual(['url(#p0)', 'url(#p1)', 'url(#p2)']);
    expect(all(page, 'pattern').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['p0', 'p1', 'p2']),
    );
    expect(all(page, '[style]')).toEqual([]);
  });

  it('draws more families than there are patterns as others, and lists them all', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      month: '2026-01',
      family: `Family ${index}`,
      amount: 100 - index,
    }));
    const page = await answered(many);
    expect(all(page, 'li').map(textOf).slice(-2)).toEqual(['Family 6', 'All others']);
    expect(all(page, 'thead th')).toHaveLength(14);
  });

  it('draws nothing for money that came back', async () => {
    const page = await answered([
      { month: '2026-01', family: 'Coffee', amount: -20 },
      { month: '2026-01', family: 'Garden', amount: 10 },
    ]);
    expect(all(page, '.bar').map((bar) => all(bar, 'g').length)).toEqual([1, 0, 0]);
    expect(status(page)).toContain('-$10.00 spent');
  });

  it('draws no bar beyond its end where some of the money came back', async () => {
    const page = await answered([
      { month: '2026-01', family: 'Coffee', amount: 100 },
      { month: '2026-01', family: 'Garden', amount: -50 },
      { month: '2026-02', family: 'Coffee', amount: 50 },
    ]);
    const widths = all(page, '.bar').map((bar) => bar.querySelector('rect')?.getAttribute('width'));
    expect(widths).toEqual(['100.000%', '50.000%', undefined]);
  });

  it('says where nothing was spent', async () => {
    const page = await answered([]);
    expect(textOf(only(page, 'store-empty-panel'))).toContain('Nothing spent in this period');
    expect(status(page)).toBe('Nothing spent, Jan 1, 2026 to Mar 31, 2026');
  });

  it('says where the shop has no figures, and leads to the orders', async () => {
    const page = await spending();
    await server.last.answer(problem(503, 'not_configured'));
    expect(textOf(only(page, 'store-empty-panel'))).toContain(
      'This shop keeps no spending figures',
    );
    expect(all(page, 'form, [role="alert"]')).toHaveLength(0);
    expect(only<HTMLAnchorElement>(page, 'store-empty-panel a').pathname).toBe('/orders');
  });

  it('says why it does not come, and tries again', async () => {
    const page = await spending();
    await server.last.answer(problem(503, 'store_unavailable'));
    only(only(page, 'store-error-panel'), 'button').click();
    await server.last.answer({ body: { items, next: null } });
    expect(all(page, 'table')).toHaveLength(1);
  });

  it('takes a period of one’s own into the address, and refuses what is none', async () => {
    const page = await answered();
    const [from, to] = ['from', 'to'].map((name) => only<HTMLInputElement>(page, `[name=${name}]`));
    if (!from || !to) throw new Error('Two fields');
    const choose = () =>
      only(page, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    [from.value, to.value] = ['2026-03-01', '2026-02-01'];
    choose();
    await Promise.resolve();
    expect(window.location.search).toBe('');
    expect(from.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(only(page, '#mistake'))).toBe('Choose two days, the earlier one first.');
    router.go('/spending?period=this-year');
    await Promise.resolve();
    expect(from.hasAttribute('aria-invalid')).toBe(false);
    expect(textOf(only(page, '#mistake'))).toBe('');
    [from.value, to.value] = ['2026-02-01', '2026-03-01'];
    choose();
    expect(window.location.search).toBe('?from=2026-02-01&to=2026-03-01');
  });
});

describe('a period', () => {
  const of = (asked: object, today = '2026-11-25') =>
    periodOf({ period: undefined, from: undefined, to: undefined, ...asked }, today);

  it.each([
    [{}, 'twelve-months', '2025-12-01', '2026-11-25'],
    [{ period: 'this-year' }, 'this-year', '2026-01-01', '2026-11-25'],
    [{ period: 'last-year' }, 'last-year', '2025-01-01', '2025-12-31'],
    [{ from: '2024-02-29', to: '2024-02-29' }, undefined, '2024-02-29', '2024-02-29'],
    [{ from: '2026-02-31', to: '2026-03-01' }, 'twelve-months', '2025-12-01', '2026-11-25'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'twelve-months', '2025-12-01', '2026-11-25'],
    [{ from: "'; DROP", to: '<b>' }, 'twelve-months', '2025-12-01', '2026-11-25'],
    [{ period: 'constructor' }, 'twelve-months', '2025-12-01', '2026-11-25'],
  ])('of %j is %s', (asked, name, from, to) => {
    expect(of(asked)).toEqual({ name, from, to });
  });

  it('of twelve months begins in the same year in December', () => {
    expect(of({}, '2026-12-01').from).toBe('2026-01-01');
  });

  it('has its months one by one, over the year’s end', () => {
    expect(monthsOf({ from: '2025-11-30', to: '2026-02-01' })).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
    ]);
  });

  it('of more months than fit shows those alone in which something was spent', () => {
    const months = monthsOf({ from: '0001-01-01', to: '9999-12-31' });
    expect(months).toEqual([]);
    expect(spendingOf(items, months).months.map(({ month }) => month)).toEqual([
      '2026-01',
      '2026-03',
    ]);
  });
});
