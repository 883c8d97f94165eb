import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser/chromium.ts';
import { root } from './processes/start-node.ts';
import { startProduct } from './product.ts';

// `npm run screenshots`: the pictures in the README, taken from the running product.
const folder = join(root, 'docs/images');
const viewport = { width: 1440, height: 900 };

await mkdir(folder, { recursive: true });
const [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    await takeAll(browser, product.appUrl, colorScheme);
  }
} finally {
  await browser.close();
  await product.stop();
}

async function takeAll(from: Browser, appUrl: string, colorScheme: 'light' | 'dark') {
  const context = await from.newContext({ viewport, colorScheme, locale: 'en-US' });
  const page = await context.newPage();
  const take = (name: string) =>
    page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });

  await signIn(page, new URL('/orders', appUrl).href);
  const order = page.getByRole('main').getByRole('link', { name: /\d{4,}/ });
  await order.first().waitFor();
  await take('orders');
  await order.first().click();
  await page.getByRole('table').waitFor();
  await take('order');
  await context.close();
}

/** As a person does: the org's form and, where it asks, its consent page. */
async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  await page.locator('[name=username]').fill('ada@northwind.example');
  await page.locator('[name=pw]').fill('demo-password');
  await page.locator('[name=pw]').press('Enter');
  const allow = page.locator('button[name=decision][value=allow]');
  const signOut = page.getByRole('button', { name: 'Sign out' });
  await allow.or(signOut).waitFor();
  if (await allow.isVisible()) await allow.click();
  await signOut.waitFor();
}
