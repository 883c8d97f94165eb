import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe-violations.ts';
import { useStorefront } from './use-storefront.ts';

const shop = useStorefront();
const { at, heading, signIn } = shop;

const firstOrder = () =>
  shop.page
    .getByRole('main')
    .getByRole('link', { name: /Order \d+/ })
    .first();

/** What has the focus, and where it is on the screen. */
interface Stop {
  readonly name: string;
  readonly isInHeader: boolean;
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** Runs in the page. */
function focusedStop(): Stop {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const { left, top, bottom } = (element ?? document.body).getBoundingClientRect();
  const name = (element?.textContent ?? '').trim();
  return { name, isInHeader: Boolean(element?.closest('header')), left, top, bottom };
}

/** Line by line, and from left to right: in one line are those whose middle is beside another. */
function asRead(one: Stop, other: Stop): number {
  if (one.bottom <= other.top) return -1;
  if (other.bottom <= one.top) return 1;
  return one.left - other.left;
}

describe('the storefront in a browser', () => {
  it('signs a customer in on Salesforce’s form, shows who she is, and signs her out', async () => {
    await shop.page.goto(at('/'));
    await shop.page.getByRole('button', { name: 'Sign in' }).first().click();
    await shop.page.waitForURL(`${shop.product.orgUrl}/**`);
    await shop.page.goBack();
    await signIn('ada@northwind.example');
    expect(new URL(shop.page.url()).origin).toBe(shop.product.appUrl);
    await shop.page.getByText('Ada Lovelace').first().waitFor();
    await shop.page.getByRole('button', { name: 'Sign out' }).click();
    await shop.page.getByRole('button', { name: 'Sign in' }).first().waitFor();
    expect(shop.page.url()).toBe(at('/'));
    // The next person at this computer is asked for a password.
    await shop.page.getByRole('button', { name: 'Sign in' }).first().click();
    await shop.page.locator('[name=pw]').waitFor();
  });

  it('comes back to the page that asked for the sign-in', async () => {
    await signIn('ada@northwind.example', '/orders?status=Delivered');
    expect(shop.page.url()).toBe(at('/orders?status=Delivered'));
    await heading('Orders').waitFor();
  });

  it('lists the orders, page by page and by status, and shows one with its lines', async () => {
    await signIn('ada@northwind.example', '/orders');
    const orders = shop.page.getByRole('main').getByRole('link', { name: /Order \d+/ });
    await orders.first().waitFor();
    await expect.poll(() => orders.count()).toBe(20);
    await shop.page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => orders.count()).toBe(40);

    await shop.page.getByRole('link', { name: 'Delivered', exact: true }).click();
    expect(shop.page.url()).toBe(at('/orders?status=Delivered'));
    await expect.poll(() => shop.page.getByText('Delivered').count()).toBeGreaterThan(2);

    const name = (await firstOrder().textContent())?.match(/\d{6,}/)?.[0] ?? 'no number';
    await firstOrder().click();
    await heading(new RegExp(name)).waitFor();
    await shop.page.getByRole('table').waitFor();
    expect(await shop.page.getByRole('row').count()).toBeGreaterThan(1);
    await shop.page.goBack();
    await heading('Orders').waitFor();
    expect(shop.page.url()).toBe(at('/orders?status=Delivered'));
  });

  it('does not find another’s order', async () => {
    await signIn('grace@contoso.example', '/orders');
    await firstOrder().click();
    await shop.page.getByRole('table').waitFor();
    const hers = shop.page.url();
    await shop.context.clearCookies();
    await signIn('ada@northwind.example', '/orders');
    await shop.page.goto(hers);
    await heading('There is no such order').waitFor();
  });

  it('says that an address has no page', async () => {
    await shop.page.goto(at('/no/such/page'));
    await heading(/not found|no such page|no page/i).waitFor();
  });

  it('says so when Salesforce cannot be reached, and tries again', async () => {
    await signIn('ada@northwind.example');
    await shop.product.panel.faults({ path: '/query', status: 503 });
    try {
      await shop.page.goto(at('/orders'));
      await shop.page.getByText('Your orders could not be loaded').waitFor();
    } finally {
      await shop.product.panel.faults();
    }
    await shop.page.getByRole('button', { name: /try again/i }).click();
    await firstOrder().waitFor();
  });

  it('offers to sign in again where the session has ended', async () => {
    await signIn('ada@northwind.example', '/orders');
    await firstOrder().waitFor();
    await shop.context.clearCookies();
    await firstOrder().click();
    await shop.page.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('takes everything away in another window as soon as one signs out', async () => {
    await signIn('ada@northwind.example');
    const other = await shop.context.newPage();
    await other.goto(at('/orders'));
    await other
      .getByRole('link', { name: /Order \d+/ })
      .first()
      .waitFor();
    await shop.page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: 'You have been signed out' }).waitFor();
    expect(await other.getByRole('link', { name: /Order \d+/ }).count()).toBe(0);
  });

  it('says who is signed in at 200 % zoom of a common screen, too', async () => {
    await shop.page.setViewportSize({ width: 720, height: 450 });
    await signIn('ada@northwind.example');
    const name = shop.page.getByText('Ada Lovelace', { exact: true });
    expect(await name.evaluate((e) => e.scrollWidth - e.clientWidth)).toBeLessThanOrEqual(0);
  });

  it('shows in forced colours which filter is chosen', async () => {
    await shop.page.emulateMedia({ forcedColors: 'active' });
    await signIn('ada@northwind.example', '/orders?status=Delivered');
    const look = (name: string) =>
      shop.page
        .getByRole('link', { name, exact: true })
        .evaluate((e) => getComputedStyle(e).backgroundColor);
    expect(await look('Delivered')).not.toBe(await look('Draft'));
  });

  it('is used by keyboard alone', async () => {
    await signIn('ada@northwind.example');
    await shop.page.goto(at('/orders'));
    await firstOrder().waitFor();
    await shop.page.keyboard.press('Tab');
    await shop.page.keyboard.press('Enter');
    // Past the header: the next stop is in the page's content.
    await shop.page.keyboard.press('Tab');
    const isInMain = () =>
      shop.page.evaluate(() => {
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
    await shop.page.keyboard.press('Enter');
    await heading(/Order/).waitFor();
    expect(await isInMain()).toBe(true);
  });

  it.each([320, 720, 1440])(
    'is walked through by Tab in the order that is seen in its header at %i px',
    async (width) => {
      await shop.page.setViewportSize({ width, height: 900 });
      await signIn('ada@northwind.example');
      await shop.page.goto(at('/'));
      await shop.page.getByRole('button', { name: 'Sign out' }).waitFor();
      const stops: Stop[] = [];
      // More often than there are stops in the header.
      for (let presses = 0; presses < 15; presses += 1) {
        await shop.page.keyboard.press('Tab');
        const stop = await shop.page.evaluate(focusedStop);
        if (!stop.isInHeader) break;
        stops.push(stop);
      }
      const [skip, ...others] = stops;
      expect(skip?.name).toBe('Skip to content');
      // Home has no place on the narrowest.
      expect(others).toHaveLength(width === 320 ? 8 : 9);
      expect(others).toEqual([...others].sort(asRead));
    },
  );

  it.each([320, 1440])(
    'has no axe violations and nothing beyond the edge at %i px',
    async (width) => {
      await shop.page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await shop.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await shop.context.clearCookies();
        await shop.page.goto(at('/'));
        await shop.page.getByRole('button', { name: 'Sign in' }).first().waitFor();
        const found = [await axeViolations(shop.page)];
        await signIn('ada@northwind.example');
        for (const path of ['/', '/orders', '/orders?status=Cancelled', '/nothing']) {
          await shop.page.goto(at(path));
          await shop.page.getByRole('button', { name: 'Sign out' }).waitFor();
          await shop.page.waitForLoadState('networkidle');
          found.push(await axeViolations(shop.page));
          const beyond = await shop.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(beyond, `${path} in ${colorScheme}`).toBeLessThanOrEqual(0);
        }
        await shop.page.goto(at('/orders'));
        await firstOrder().click();
        await shop.page.getByRole('table').waitFor();
        found.push(await axeViolations(shop.page));
        expect(found.flat()).toEqual([]);
      }
    },
  );
});
