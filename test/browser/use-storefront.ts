import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { launchBrowser } from './chromium.ts';

/** What the tests of a file are about: the app, wherever it runs. */
interface Served {
  readonly appUrl: string;
  stop(): Promise<void>;
}

/** The running product and a browser of somebody's, new for every test. */
export interface Storefront<P extends Served> {
  readonly product: P;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** The address of a path of the app's. */
  at(path: string): string;
  /** The page's main heading, by what it says. */
  heading(name: string | RegExp): Locator;
  /** Signs in as a person does, and comes back to that path. */
  signIn(username: string, from?: string, page?: Page): Promise<void>;
  /** A page in another browser, which shares nothing with this one; it closes with the test. */
  elsewhere(options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Starts the product and a browser for the tests of a file, and opens a page for each. A test fails
 * where anything on its page breaks the Content Security Policy or throws.
 *
 * @param start what to start instead
 * @example
 * const shop = useStorefront();
 * it('opens', async () => { await shop.page.goto(shop.at('/')); });
 */
export function useStorefront(): Storefront<Product>;
export function useStorefront<P extends Served>(start: () => Promise<P>): Storefront<P>;
export function useStorefront(
  start: () => Promise<Served> = () => startProduct(),
): Storefront<Served> {
  let product: Served;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  const others: BrowserContext[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([start(), launchBrowser()]);
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
    await Promise.all([context, ...others.splice(0)].map((opened) => opened.close()));
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
    async signIn(username, from = '/', where = page) {
      await where.goto(at(from));
      await where.getByRole('button', { name: 'Sign in' }).first().click();
      await where.locator('[name=username]').fill(username);
      await where.locator('[name=pw]').fill('demo-password');
      await where.locator('[name=pw]').press('Enter');
      // The org asks once for each user, and the tests share it.
      await where.waitForLoadState();
      const allow = where.locator('button[name=decision][value=allow]');
      if (await allow.isVisible()) await allow.click();
      await where.getByRole('banner').getByRole('button', { name: 'Sign out' }).waitFor();
    },
    async elsewhere(options) {
      const other = await browser.newContext(options);
      others.push(other);
      return other.newPage();
    },
  };
}
