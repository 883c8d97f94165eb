import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { orgAsAdministrator } from '../org-as-administrator.ts';
import { axeViolations } from './axe-violations.ts';
import { useStorefront } from './use-storefront.ts';

const shop = useStorefront();
const { at, heading, signIn } = shop;

const main = (page: Page = shop.page) => page.getByRole('main');
const cartLink = (page: Page = shop.page) =>
  page.getByRole('banner').getByRole('link', { name: /^Cart/ });
const lines = (page: Page = shop.page) => main(page).getByRole('listitem');
const addButtons = () => main().getByRole('button', { name: /^Add to cart/ });
const placeButton = () => main().getByRole('button', { name: 'Place the order' });

/** Puts some of the coffee shelf's first products into the cart, one of each. */
async function fillCart(count = 2) {
  await shop.page.goto(at('/catalogue?family=Coffee'));
  for (let index = 0; index < count; index += 1) await addButtons().nth(index).click();
  await cartHas(count);
}

/** As a screen reader has it. */
async function cartHas(count: number, page: Page = shop.page) {
  const items = count === 0 ? '' : ` ?, ${count} item${count === 1 ? '' : 's'}`;
  await page
    .getByRole('banner')
    .getByRole('link', { name: new RegExp(`^Cart${items}$`) })
    .waitFor();
}

async function countOrders(): Promise<number> {
  return (await (await orgAsAdministrator(shop.product)).query('SELECT Id FROM Order')).length;
}

/** On the sign-in form of Salesforce's, and back. */
async function fillSignIn(username = 'ada@northwind.example') {
  await shop.page.locator('[name=username]').fill(username);
  await shop.page.locator('[name=pw]').fill('demo-password');
  await shop.page.locator('[name=pw]').press('Enter');
  await shop.page.waitForLoadState();
  const allow = shop.page.locator('button[name=decision][value=allow]');
  if (await allow.isVisible()) await allow.click();
}

describe('a person buys', () => {
  it('from the catalogue to the order, with a reload and a sign-in on the way', async () => {
    const before = await countOrders();
    await fillCart(1);
    await shop.page.getByRole('link', { name: 'Enamel Mug' }).click();
    await heading(/Enamel Mug/).waitFor();
    await main().getByLabel('Quantity').fill('3');
    await addButtons().click();
    await main().getByText('3 in your cart').waitFor();
    await shop.page.reload();
    await cartHas(4);
    await cartLink().click();
    await heading('Your cart').waitFor();
    expect(await lines().count()).toBe(2);
    await shop.page.getByRole('link', { name: 'Go to checkout' }).click();
    await main().getByRole('button', { name: 'Sign in' }).click();
    await fillSignIn();
    await heading('Checkout').waitFor();
    expect(shop.page.url()).toBe(at('/checkout'));
    await main().getByText('Estimated total').waitFor();
    const total = await main().locator('.sum strong').textContent();
    expect(total).toMatch(/^\$\d/);
    await placeButton().dblclick();
    await heading(/^Order \d+/).waitFor();
    await main().getByRole('status').getByText('Thank you. Your order is placed.').waitFor();
    expect(await main().getByRole('table').textContent()).toContain(total);
    await cartHas(0);
    expect(await countOrders()).toBe(before + 1);
    await shop.page.getByRole('link', { name: 'Orders' }).first().click();
    await main()
      .getByText(total ?? '')
      .first()
      .waitFor();
  });

  it('by keyboard alone', async () => {
    await shop.page.goto(at('/catalogue?family=Garden'));
    await addButtons().first().press('Enter');
    await cartHas(1);
    await cartLink().press('Enter');
    await heading('Your cart').waitFor();
    const quantity = main().getByLabel(/^Quantity/);
    await quantity.press('ArrowUp');
    await cartHas(2);
    await main()
      .getByRole('button', { name: /^Remove/ })
      .press('Enter');
    await main().getByText('Your cart is empty').waitFor();
    await shop.page.keyboard.press('Enter');
    await expect.poll(() => quantity.inputValue()).toBe('2');
  });
});

describe('an order whose answer is lost', () => {
  it('is placed once, after a reload and from another tab', async () => {
    await signIn('ada@northwind.example');
    await fillCart();
    const before = await countOrders();
    await shop.page.goto(at('/checkout'));
    await shop.product.panel.faults(
      { path: '/composite', times: 1 },
      { path: '/composite', drop: 'after' },
    );
    await placeButton().click();
    await main().getByText('We do not know yet whether your order was placed').waitFor();
    expect(await countOrders()).toBe(before + 1);
    await shop.page.goto(at('/cart'));
    await main().getByRole('link', { name: 'Finish the order' }).waitFor();
    await shop.page
      .getByLabel(/^Quantity/)
      .first()
      .fill('5');
    await shop.page.keyboard.press('Tab');
    await cartHas(6);
    const other = await shop.context.newPage();
    await other.goto(at('/checkout'));
    await shop.product.panel.faults();
    await main(other).getByRole('button', { name: 'Try again' }).click();
    await other.getByText('Thank you.').first().waitFor();
    expect(await countOrders()).toBe(before + 1);
    await cartHas(4);
    await cartHas(4, other);
  });

  it('says when there is no connection, and is placed when there is', async () => {
    await signIn('ada@northwind.example');
    await fillCart(1);
    const before = await countOrders();
    await shop.page.goto(at('/checkout'));
    await placeButton().waitFor();
    await shop.page.waitForLoadState('networkidle');
    await shop.context.setOffline(true);
    await placeButton().click();
    await main().getByText('could not be reached').first().waitFor();
    await shop.context.setOffline(false);
    await main().getByRole('button', { name: 'Try again' }).click();
    await heading(/^Order \d+/).waitFor();
    expect(await countOrders()).toBe(before + 1);
  });
});

describe('the cart', () => {
  it('is the same in two tabs', async () => {
    await fillCart(1);
    const other = await shop.context.newPage();
    await other.goto(at('/cart'));
    await lines(other).first().waitFor();
    await addButtons().nth(1).click();
    await expect.poll(() => lines(other).count()).toBe(2);
    await main(other)
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click();
    await cartHas(1);
  });

  it('is there again after the end of the session, and not for somebody else', async () => {
    await signIn('ada@northwind.example');
    await fillCart();
    await shop.context.clearCookies({ domain: 'localhost' });
    await shop.page.goto(at('/cart'));
    await main().getByText('Your cart is empty').waitFor();
    await shop.page.goto(at('/checkout'));
    await main().getByRole('button', { name: 'Sign in' }).click();
    await shop.page.waitForLoadState();
    if (await shop.page.locator('[name=username]').isVisible()) await fillSignIn();
    await heading('Checkout').waitFor();
    await expect.poll(() => lines().count()).toBe(2);
  });

  it('is gone with a sign-out, in the other tabs, too', async () => {
    await signIn('ada@northwind.example');
    await fillCart();
    const other = await shop.context.newPage();
    await other.goto(at('/cart'));
    await lines(other).first().waitFor();
    await shop.page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    await shop.page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor();
    await main(other).getByText('Your cart is empty').waitFor();
    expect(await other.evaluate(() => localStorage.length)).toBe(0);
  });

  it('is not for a representative to order', async () => {
    await signIn('sam@store.example');
    await fillCart(1);
    await shop.page.goto(at('/checkout'));
    await placeButton().click();
    await main().getByText('Only customers of the shop can place orders.').waitFor();
    await main().getByText('Your order was not placed').waitFor();
    await cartHas(1);
  });
});

describe('the pages of a purchase', () => {
  it.each([320, 1440])(
    'have no axe violations and nothing beyond the edge at %i px',
    async (width) => {
      await shop.page.setViewportSize({ width, height: 900 });
      await signIn('ada@northwind.example');
      await fillCart();
      const product = await main()
        .getByRole('heading', { level: 3 })
        .getByRole('link')
        .first()
        .getAttribute('href');
      for (const colorScheme of ['light', 'dark'] as const) {
        await shop.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        for (const path of [product ?? '', '/cart', '/checkout', '/products/01t000000000000AAA']) {
          await shop.page.goto(at(path));
          await shop.page.waitForLoadState('networkidle');
          const where = `${path} in ${colorScheme}`;
          expect(await axeViolations(shop.page), where).toEqual([]);
          const beyond = await shop.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(beyond, where).toBeLessThanOrEqual(0);
        }
      }
    },
  );
});
