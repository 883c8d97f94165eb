import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { launchBrowser } from './chromium.ts';

/** The running product and a browser of somebody's, new for every test. */
export interface Storefront {
  readonly product: Product;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** The address of a path of the app's. */
  at(path: string): string;
  /** The page's main heading, by what it says. */
  heading(name: string | RegExp): Locator;
  /** Signs in as a person does, and comes back to that path. */
  signIn(username: string, from?: string): Promise<void>;
}

/**
 * Starts the product and a browser for the tests of a file, and opens a page for each. A test fails
 * where anything on its page breaks the Content Security Policy or throws.
 *
 * @example
 * const shop = useStorefront();
 * it('opens', async () => { await shop.page.goto(shop.at('/')); });
 */
export function useStorefront(): Storefront {
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

  return {
    get product() {
      return product;
    },
    get browser() {
      return browser;
    },
    get context() {
      return context;
    },
    get page() {
      return page;
    },
    at,
    heading: (name) => page.getByRole('heading', { level: 1, name }),
    async signIn(username, from = '/') {
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
    },
  };
}
