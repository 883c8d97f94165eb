import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { useStorefront } from './use-storefront.ts';

const shop = useStorefront();
const { at, heading } = shop;

const main = () => shop.page.getByRole('main');
const products = () => main().getByRole('listitem').filter({ has: heading3() });
const heading3 = () => shop.page.getByRole('heading', { level: 3 });
const count = () => main().getByRole('status').first();

/** Goes there, and waits until it shows how much it has found. */
async function open(path: string) {
  await shop.page.goto(at(path));
  await count()
    .getByText(/\d+ products?|No products/)
    .waitFor();
}

const search = () => shop.page.getByRole('searchbox', { name: 'Search the catalogue' });

async function searchFor(words: string) {
  await search().fill(words);
  await search().press('Enter');
}

/** What the element that has the focus says, in whatever shadow it is. */
const focused = () =>
  shop.page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent;
  });

describe('the catalogue, for somebody who is not signed in', () => {
  it('shows the goods from the start page on, and asks neither for a session nor for a sign-in', async () => {
    const refused: string[] = [];
    shop.page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
    });
    await shop.page.goto(at('/'));
    await products().first().waitFor();
    expect(await products().count()).toBe(4);
    await shop.page.getByRole('link', { name: 'See the catalogue' }).click();
    await heading('Catalogue').waitFor();
    await expect.poll(() => products().count()).toBe(24);
    expect(await products().first().textContent()).toMatch(/\$\d+\.\d\d/);
    expect(await main().getByRole('button', { name: 'Sign in' }).count()).toBe(0);
    expect(await shop.context.cookies()).toEqual([]);
    expect(refused).toEqual([]);
  });

  it('finds what is searched for, and keeps it in the address', async () => {
    await open('/catalogue');
    await searchFor('saw');
    await expect.poll(() => products().count()).toBe(4);
    expect(shop.page.url()).toBe(at('/catalogue?search=saw'));
    expect(await count().textContent()).toBe('4 products');

    await shop.page.reload();
    await expect.poll(() => products().count()).toBe(4);
    expect(await search().inputValue()).toBe('saw');

    await shop.page.goBack();
    await expect.poll(() => products().count()).toBe(24);
    expect(await search().inputValue()).toBe('');
    await shop.page.goForward();
    await expect.poll(() => products().count()).toBe(4);
    await shop.page.getByRole('button', { name: 'Clear the search' }).click();
    await expect.poll(() => products().count()).toBe(24);
    expect(shop.page.url()).toBe(at('/catalogue'));
  });

  it('shows one family, within a search as well, and leads out where that has nothing', async () => {
    await open('/catalogue');
    await shop.page.getByRole('link', { name: /^Garden/ }).click();
    await expect.poll(() => count().textContent()).toBe('10 products');
    expect(shop.page.url()).toBe(at('/catalogue?family=Garden'));
    expect(await main().locator('nav [aria-current]').textContent()).toMatch(/^Garden/);
    const details = await products().allTextContents();
    expect(details.filter((text) => !text.includes('Garden'))).toEqual([]);

    await searchFor('espresso');
    await main().getByRole('heading', { name: 'Nothing found for “espresso” in Garden' }).waitFor();
    await main().getByRole('link', { name: 'Search everywhere' }).click();
    await expect.poll(() => products().count()).toBeGreaterThan(0);
    expect(shop.page.url()).toBe(at('/catalogue?search=espresso'));
  });

  it('brings the chosen family into view where there are more than a narrow screen is wide', async () => {
    await shop.page.setViewportSize({ width: 320, height: 900 });
    await open('/catalogue?family=Storage');
    const chosen = main().locator('store-filter-links [aria-current]');
    await chosen.getByText('Storage').waitFor();
    await expect
      .poll(async () => {
        const { x = 0, width = 0 } = (await chosen.boundingBox()) ?? {};
        return x >= 0 && x + width <= 320;
      })
      .toBe(true);
  });

  it('shows more by keyboard, reads on there, and has as much when one comes back', async () => {
    await open('/catalogue');
    await shop.page.getByRole('button', { name: 'Show more' }).press('Enter');
    await expect.poll(() => products().count()).toBe(48);
    await expect.poll(focused).toBe(await heading3().nth(24).textContent());
    const names = await heading3().allTextContents();
    expect(new Set(names).size).toBe(48);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));

    await shop.page.getByRole('link', { name: 'Fieldstone' }).click();
    await heading(/Every order/).waitFor();
    await shop.page.goBack();
    await expect.poll(() => products().count()).toBe(48);
  });

  it.each([320, 1440])(
    'has no axe violations and nothing beyond the edge at %i px',
    async (width) => {
      await shop.page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await shop.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const path of ['/catalogue?family=Garden', '/catalogue?search=nothing']) {
          await open(path);
          expect(await axeViolations(shop.page), `${path} in ${colorScheme}`).toEqual([]);
          const beyond = await shop.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(beyond, `${path} in ${colorScheme}`).toBeLessThanOrEqual(0);
        }
      }
    },
  );
});
