import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { useStorefront } from './use-storefront.ts';

const shop = useStorefront();
const { at, heading, signIn } = shop;

const ada = 'ada@northwind.example';
const main = () => shop.page.getByRole('main');
const rows = (page: Page = shop.page) => page.getByRole('main').getByRole('listitem');
const subject = () => main().getByLabel('Subject');
const description = () => main().getByLabel('Description');
const send = () => main().getByRole('button', { name: 'Open the case' });

const focused = () =>
  shop.page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent || (element as HTMLInputElement | null)?.name;
  });

/** Goes through the page as somebody without a mouse does, until that has the focus. */
async function tabTo(name: string) {
  for (let presses = 0; presses < 40; presses += 1) {
    await shop.page.keyboard.press('Tab');
    if (await focused().then((text) => text === name)) return;
  }
  throw new Error(`${name} is not reached`);
}

describe('cases', () => {
  it('are opened about an order by keyboard alone, and appear in other tabs by themselves', async () => {
    await signIn(ada, '/cases');
    await rows().first().waitFor();
    const other = await shop.context.newPage();
    await other.goto(at('/cases'));
    await rows(other).first().waitFor();
    const before = await rows().count();

    await shop.page.goto(at('/orders'));
    await main()
      .getByRole('link', { name: /Order \d+/ })
      .first()
      .press('Enter');
    await main().getByRole('link', { name: 'Get help with this order' }).press('Enter');
    await heading('Open a case').waitFor();
    await main()
      .getByText(/^About order \d+\.$/)
      .waitFor();
    await tabTo('Open the case');
    await shop.page.keyboard.press('Enter');
    await expect.poll(focused).toContain('Your case is not open yet');
    await shop.page.keyboard.press('Tab');
    expect(await focused()).toBe('Subject is required');
    await shop.page.keyboard.press('Enter');
    expect(await focused()).toBe('subject');
    await shop.page.keyboard.type('By keyboard');
    await shop.page.keyboard.press('Tab');
    await shop.page.keyboard.type('It leaks.');
    await shop.page.keyboard.press('Tab');
    await shop.page.keyboard.press('Enter');

    await heading('Cases').waitFor();
    await main()
      .getByText(/^Your case \d+ is open\./)
      .waitFor();
    expect(await focused()).toBe('Cases');
    await main().getByRole('heading', { name: 'By keyboard' }).waitFor();
    await other.bringToFront();
    await other.getByRole('heading', { name: 'By keyboard' }).waitFor();
    expect(await rows(other).count()).toBeGreaterThanOrEqual(Math.min(before + 1, 20));
  });

  it('keep what is half written over a reload', async () => {
    await signIn(ada, '/cases/new');
    await subject().fill('Half');
    await description().fill('written');
    // The code that keeps it comes when somebody types.
    await shop.page.waitForLoadState('networkidle');
    await shop.page.reload();
    await expect.poll(() => subject().inputValue()).toBe('Half');
    expect(await description().inputValue()).toBe('written');
  });

  it('keep it over the end of the session and the sign-in that follows', async () => {
    await signIn(ada, '/cases/new');
    await subject().fill('Half');
    await description().fill('written');
    await shop.page.waitForLoadState('networkidle');
    await shop.product.panel.expire('access');
    await shop.product.panel.expire('refresh');
    await send().click();
    await heading('You have been signed out').waitFor();
    // The org still knows this browser, and asks for nothing.
    await main().getByRole('button', { name: 'Sign in' }).click();
    await heading('Open a case').waitFor();
    await expect.poll(() => subject().inputValue()).toBe('Half');
    await send().click();
    await main()
      .getByText(/^Your case \d+ is open\./)
      .waitFor();
  });

  it('are sent once, however often the button is pressed', async () => {
    await signIn(ada, '/cases/new');
    await subject().fill('Twice?');
    await description().fill('Pressed twice.');
    const before = await shop.product.panel.calls('POST /composite');
    await shop.product.panel.faults({ path: '/composite', delayMs: 500 });
    await send().dblclick();
    await main()
      .getByText(/^Your case \d+ is open\./)
      .waitFor();
    await shop.product.panel.faults();
    expect((await shop.product.panel.calls('POST /composite')) - before).toBe(1);
  });

  it('say calmly that there is no connection, and come by themselves with the next', async () => {
    await signIn(ada, '/account');
    await heading('Your account').waitFor();
    await shop.page.goto(at('/cases'));
    await rows().first().waitFor();
    await shop.page.getByRole('link', { name: 'Orders', exact: true }).click();
    await rows().first().waitFor();
    await shop.context.setOffline(true);
    await shop.page.getByText('You are offline. What is here may have changed').waitFor();
    await shop.page.getByRole('link', { name: 'Cases', exact: true }).click();
    await main().getByRole('heading', { name: 'You are offline' }).waitFor();
    expect(await main().getByRole('alert').count()).toBe(0);
    expect(await axeViolations(shop.page)).toEqual([]);
    await shop.context.setOffline(false);
    await rows().first().waitFor();
    expect(await shop.page.getByText('You are offline').count()).toBe(0);
  });
});

/** Figures of two years, as the server answers them. */
const figures = ['2025-12', '2026-01', '2026-02'].flatMap((month, at) =>
  ['Coffee', 'Garden', null].map((family, of) => ({ month, family, amount: 100 * (at + of + 1) })),
);

describe('spending', () => {
  it('is of the period of the address, so that the way back works', async () => {
    await signIn(ada, '/');
    await shop.page.route('**/api/mySpending?*', (route) =>
      route.fulfill({ json: { items: figures, next: null } }),
    );
    await shop.page.getByRole('link', { name: 'Spending' }).click();
    await main().getByRole('table').waitFor();
    await main().getByRole('link', { name: 'Last year' }).click();
    await expect.poll(() => shop.page.url()).toBe(at('/spending?period=last-year'));
    await main().getByLabel('From').fill('2025-12-01');
    await main().getByLabel('To').fill('2026-02-28');
    await main().getByRole('button', { name: 'Show' }).press('Enter');
    await expect.poll(() => shop.page.url()).toBe(at('/spending?from=2025-12-01&to=2026-02-28'));
    await main().getByText('$2,700.00 spent, Dec 1, 2025 to Feb 28, 2026').waitFor();
    expect(await main().getByRole('row').count()).toBe(5);
    await shop.page.goBack();
    await main()
      .getByText(/spent, Jan 1, \d+ to Dec 31, \d+$/)
      .waitFor();
  });
});

describe.each(['light', 'dark'] as const)(
  'in %s, the pages for cases and spending',
  (colorScheme) => {
    it.each([320, 1440])('are accessible and fit, %i wide', async (width) => {
      const page = await shop.elsewhere({ viewport: { width, height: 900 }, colorScheme });
      await signIn(ada, '/cases', page);
      const check = async (name: string) => {
        expect(await axeViolations(page), name).toEqual([]);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(beyond, name).toBeLessThanOrEqual(0);
      };
      await rows(page).first().waitFor();
      await check('cases');
      await page.goto(at('/cases/new'));
      await page.getByRole('button', { name: 'Open the case' }).click();
      await page.getByText('Your case is not open yet').waitFor();
      await check('refused');
      await page.route('**/api/mySpending?*', (route) =>
        route.fulfill({ json: { items: figures, next: null } }),
      );
      await page.goto(at('/spending?from=2025-12-01&to=2026-02-28'));
      await page.getByRole('table').waitFor();
      await check('spending');
    });
  },
);
