import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { axeViolations } from './axe-violations.ts';
import { launchBrowser } from './chromium.ts';

let product: Product;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  complaints = [];
  // Reported before any script of the page runs; a report of a violation is the violation.
  await context.exposeFunction('complain', (text: string) => complaints.push(text));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (globalThis as unknown as { complain(text: string): void }).complain(
        `${violatedDirective} ${blockedURI}`,
      );
    });
  });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const at = (path: string) => new URL(path, product.appUrl).href;
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

async function signIn(username: string, from = '/'): Promise<void> {
  await page.goto(at(from));
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await page.locator('[name=username]').fill(username);
  await page.locator('[name=pw]').fill('demo-password');
  await page.locator('[name=pw]').press('Enter');
  // The org asks once for each user, and the tests share it.
  await page.waitForLoadState();
  const allow = page.locator('button[name=decision][value=allow]');
  if (await allow.isVisible()) await allow.click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

const firstOrder = () =>
  page
    .getByRole('main')
    .getByRole('link', { name: /Order \d+/ })
    .first();

describe('the storefront in a browser', () => {
  it('signs a customer in on Salesforce’s form, shows who she is, and signs her out', async () => {
    await page.goto(at('/'));
    await page.getByRole('button', { name: 'Sign in' }).first().click();
    await page.waitForURL(`${product.orgUrl}/**`);
    await page.goBack();
    await signIn('ada@northwind.example');
    expect(new URL(page.url()).origin).toBe(product.appUrl);
    await page.getByText('Ada Lovelace').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).first().waitFor();
    expect(page.url()).toBe(at('/'));
    // The next person at this computer is asked for a password.
    await page.getByRole('button', { name: 'Sign in' }).first().click();
    await page.locator('[name=pw]').waitFor();
  });

  it('comes back to the page that asked for the sign-in', async () => {
    await signIn('ada@northwind.example', '/orders?status=Delivered');
    expect(page.url()).toBe(at('/orders?status=Delivered'));
    await heading('Orders').waitFor();
  });

  it('lists the orders, page by page and by status, and shows one with its lines', async () => {
    await signIn('ada@northwind.example', '/orders');
    const orders = page.getByRole('main').getByRole('link', { name: /Order \d+/ });
    await orders.first().waitFor();
    await expect.poll(() => orders.count()).toBe(20);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => orders.count()).toBe(40);

    await page.getByRole('link', { name: 'Delivered', exact: true }).click();
    expect(page.url()).toBe(at('/orders?status=Delivered'));
    await expect.poll(() => page.getByText('Delivered').count()).toBeGreaterThan(2);

    const name = (await firstOrder().textContent())?.match(/\d{6,}/)?.[0] ?? 'no number';
    await firstOrder().click();
    await heading(new RegExp(name)).waitFor();
    await page.getByRole('table').waitFor();
    expect(await page.getByRole('row').count()).toBeGreaterThan(1);
    await page.goBack();
    await heading('Orders').waitFor();
    expect(page.url()).toBe(at('/orders?status=Delivered'));
  });

  it('does not find another’s order', async () => {
    await signIn('grace@contoso.example', '/orders');
    await firstOrder().click();
    await page.getByRole('table').waitFor();
    const hers = page.url();
    await context.clearCookies();
    await signIn('ada@northwind.example', '/orders');
    await page.goto(hers);
    await heading('There is no such order').waitFor();
  });

  it('says that an address has no page', async () => {
    await page.goto(at('/no/such/page'));
    await heading(/not found|no such page|no page/i).waitFor();
  });

  it('says so when Salesforce cannot be reached, and tries again', async () => {
    await signIn('ada@northwind.example');
    await product.panel.faults({ path: '/query', status: 503 });
    try {
      await page.goto(at('/orders'));
      await page.getByText('Your orders could not be loaded').waitFor();
    } finally {
      await product.panel.faults();
    }
    await page.getByRole('button', { name: /try again/i }).click();
    await firstOrder().waitFor();
  });

  it('offers to sign in again where the session has ended', async () => {
    await signIn('ada@northwind.example', '/orders');
    await firstOrder().waitFor();
    await context.clearCookies();
    await firstOrder().click();
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('takes everything away in another window as soon as one signs out', async () => {
    await signIn('ada@northwind.example');
    const other = await context.newPage();
    await other.goto(at('/orders'));
    await other
      .getByRole('link', { name: /Order \d+/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: 'You have been signed out' }).waitFor();
    expect(await other.getByRole('link', { name: /Order \d+/ }).count()).toBe(0);
  });

  it('says who is signed in at 200 % zoom of a common screen, too', async () => {
    await page.setViewportSize({ width: 720, height: 450 });
    await signIn('ada@northwind.example');
    const name = page.getByText('Ada Lovelace', { exact: true });
    expect(await name.evaluate((e) => e.scrollWidth - e.clientWidth)).toBeLessThanOrEqual(0);
  });

  it('shows in forced colours which filter is chosen', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await signIn('ada@northwind.example', '/orders?status=Delivered');
    const look = (name: string) =>
      page
        .getByRole('link', { name, exact: true })
        .evaluate((e) => getComputedStyle(e).backgroundColor);
    expect(await look('Delivered')).not.toBe(await look('Draft'));
  });

  it('is used by keyboard alone', async () => {
    await signIn('ada@northwind.example');
    await page.goto(at('/orders'));
    await firstOrder().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // Past the header: the next stop is in the page's content.
    await page.keyboard.press('Tab');
    const isInMain = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        for (let node: Node | null = element; node; ) {
          if (node instanceof HTMLElement && node.localName === 'main') return true;
          node = node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentNode;
        }
        return false;
      });
    expect(await isInMain()).toBe(true);
    await firstOrder().focus();
    await page.keyboard.press('Enter');
    await heading(/Order/).waitFor();
    expect(await isInMain()).toBe(true);
  });

  it.each([320, 1440])(
    'has no axe violations and nothing beyond the edge at %i px',
    async (width) => {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await context.clearCookies();
        await page.goto(at('/'));
        await page.getByRole('button', { name: 'Sign in' }).first().waitFor();
        const found = [await axeViolations(page)];
        await signIn('ada@northwind.example');
        for (const path of ['/', '/orders', '/orders?status=Cancelled', '/nothing']) {
          await page.goto(at(path));
          await page.getByRole('button', { name: 'Sign out' }).waitFor();
          await page.waitForLoadState('networkidle');
          found.push(await axeViolations(page));
          const beyond = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(beyond, `${path} in ${colorScheme}`).toBeLessThanOrEqual(0);
        }
        await page.goto(at('/orders'));
        await firstOrder().click();
        await page.getByRole('table').waitFor();
        found.push(await axeViolations(page));
        expect(found.flat()).toEqual([]);
      }
    },
  );

  it('loads at most 35 kB of JavaScript for the order page', async () => {
    await signIn('ada@northwind.example', '/orders');
    await firstOrder().click();
    await page.getByRole('table').waitFor();
    const order = page.url();
    const sizes: number[] = [];
    const cold = await browser.newContext({ storageState: await context.storageState() });
    const fresh = await cold.newPage();
    // Whatever encoding this browser asks for on http, the budget is in gzip.
    fresh.on('response', async (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(gzipSync(await response.body(), { level: 9 }).length);
    });
    await fresh.goto(order);
    await fresh.getByRole('table').waitFor();
    await fresh.waitForLoadState('networkidle');
    await cold.close();
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(35_000);
  });
});
