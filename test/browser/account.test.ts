import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startCluster } from '../cluster.ts';
import { axeViolations } from './axe-violations.ts';
import { useStorefront } from './use-storefront.ts';

// On Redis: without it nobody can approve anything for their absence.
const shop = useStorefront(() => startCluster({ processes: 1 }));
const { at, heading, signIn } = shop;

const chromeOnAndroid = {
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
};
const safariOnIPhone = {
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
};

const main = () => shop.page.getByRole('main');
const sessions = () => main().getByRole('listitem');
const button = (name: string | RegExp) => main().getByRole('button', { name });
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent;
  });

/** Somebody's other browser, at their orders. */
async function alsoAt(options: { userAgent: string }, username: string): Promise<Page> {
  const page = await shop.elsewhere(options);
  await signIn(username, '/orders', page);
  await firstOrder(page).waitFor();
  return page;
}
const firstOrder = (page: Page) => page.getByRole('link', { name: /Order \d+/ }).first();
const endedHeading = (page: Page) =>
  page.getByRole('heading', { name: 'You have been signed out' });

/** As when a window that stood behind others comes to the front. */
const comesToTheFront = (page: Page) => page.evaluate(() => dispatchEvent(new Event('focus')));

describe('the account page', () => {
  it('is reached by one’s name, and asks others to sign in', async () => {
    await signIn('ada@northwind.example', '/account');
    await heading('Your account').waitFor();
    await shop.page.goto(at('/'));
    await shop.page.getByRole('link', { name: /Ada Lovelace/ }).click();
    await heading('Your account').waitFor();
    expect(shop.page.url()).toBe(at('/account'));
    await sessions().first().waitFor();
    expect(await sessions().first().textContent()).toMatch(
      /Chrome on Linux.*This browser, in use now/,
    );
  });

  it('ends one session: noticed there at the next request, and said here', async () => {
    const grace = 'grace@contoso.example';
    const phone = await alsoAt(chromeOnAndroid, grace);
    const tablet = await alsoAt(safariOnIPhone, grace);
    await signIn(grace, '/account');
    await expect.poll(() => sessions().count()).toBe(3);
    await button(/^Sign out of Chrome on Android, last used/).click();
    await expect.poll(() => sessions().count()).toBe(2);
    await expect
      .poll(() => main().getByText('You are signed out of Chrome on Android').count())
      .toBe(1);
    expect(await focused(shop.page)).toBe('Where you are signed in');
    await firstOrder(phone).click();
    await endedHeading(phone).waitFor();
    await firstOrder(tablet).click();
    await tablet.getByRole('table').waitFor();
  });

  it('ends all other sessions: noticed there when the page comes to the front', async () => {
    const alan = 'alan@northwind.example';
    const others = [await alsoAt(chromeOnAndroid, alan), await alsoAt(safariOnIPhone, alan)];
    await signIn(alan, '/account');
    await expect.poll(() => sessions().count()).toBe(3);
    await button('Sign out of all others').click();
    await expect.poll(() => sessions().count()).toBe(1);
    expect(await button('Sign out of all others').count()).toBe(0);
    for (const other of others) {
      await comesToTheFront(other);
      await endedHeading(other).waitFor();
      expect(await firstOrder(other).count()).toBe(0);
    }
    await shop.page.reload();
    await heading('Your account').waitFor();
  });

  it('ends every session after asking, by keyboard alone', async () => {
    const sam = 'sam@store.example';
    const phone = await alsoAt(chromeOnAndroid, sam);
    await signIn(sam, '/account');
    const everywhere = button('Sign out everywhere…');
    await everywhere.press('Enter');
    const question = main().getByRole('group', {
      name: 'Sign out of every browser, this one too?',
    });
    await question.waitFor();
    await shop.page.keyboard.press('Tab');
    expect(await focused(shop.page)).toBe('Sign out everywhere');
    await shop.page.keyboard.press('Escape');
    expect(await question.count()).toBe(0);
    expect(await focused(shop.page)).toBe('Sign out everywhere…');

    await shop.page.keyboard.press('Enter');
    await question.waitFor();
    await shop.page.keyboard.press('Tab');
    await shop.page.keyboard.press('Enter');
    await heading(/Every order/).waitFor();
    expect(await shop.page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await comesToTheFront(phone);
    await endedHeading(phone).waitFor();
  });

  it('lets the shop act while one is away, and no more', async () => {
    await signIn('ada@northwind.example', '/account');
    const box = main().getByRole('checkbox', { name: /weekly digest while I am away/ });
    await box.check();
    await main()
      .getByText(/^Allowed since/)
      .waitFor();
    await shop.page.reload();
    await expect.poll(() => box.isChecked()).toBe(true);
    await box.uncheck();
    await main().getByText('Not allowed').waitFor();
    await shop.page.reload();
    await main().getByText('Not allowed').waitFor();
    expect(await box.isChecked()).toBe(false);
  });

  it.each([320, 1440])(
    'has no axe violations and nothing beyond the edge at %i px',
    async (width) => {
      await shop.page.setViewportSize({ width, height: 900 });
      await signIn('mia@store.example', '/', await shop.elsewhere(chromeOnAndroid));
      await signIn('mia@store.example', '/account');
      for (const colorScheme of ['light', 'dark'] as const) {
        await shop.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await shop.page.reload();
        await button('Sign out everywhere…').click();
        await main().getByRole('checkbox').waitFor();
        expect(await axeViolations(shop.page), colorScheme).toEqual([]);
        const beyond = await shop.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(beyond, colorScheme).toBeLessThanOrEqual(0);
      }
    },
  );
});

describe('one browser’s tabs', () => {
  it('show the person who is signed in there, whichever tab they have signed in on', async () => {
    await signIn('ada@northwind.example', '/orders');
    await firstOrder(shop.page).waitFor();
    const adas = await firstOrder(shop.page).textContent();
    const other = await shop.context.newPage();
    await other.goto(at('/'));
    // It goes to Salesforce's own sign-out, and comes back.
    await Promise.all([
      other.waitForEvent('load'),
      other.getByRole('button', { name: 'Sign out' }).click(),
    ]);
    await endedHeading(shop.page).waitFor();
    await signIn('grace@contoso.example', '/', other);
    await shop.page.getByRole('banner').getByText('Grace Hopper').waitFor();
    await firstOrder(shop.page).waitFor();
    expect(await shop.page.getByRole('link', { name: String(adas) }).count()).toBe(0);
    expect(shop.page.url()).toBe(at('/orders'));
  });
});

describe('a page that cannot ask who is signed in', () => {
  const unsure = () => main().getByText('We could not see whether you are still signed in');

  it('says that the store is away, and goes on when it is back', async () => {
    await signIn('ada@northwind.example', '/account');
    await sessions().first().waitFor();
    shop.product.redis.freeze();
    try {
      await comesToTheFront(shop.page);
      await unsure().waitFor();
      await main()
        .getByText(/The shop is busy at the moment/)
        .first()
        .waitFor();
      await button(/^Sign out of all|^Sign out of this browser/)
        .first()
        .click();
      await main().getByText('You could not be signed out').waitFor();
      expect(await endedHeading(shop.page).count()).toBe(0);
    } finally {
      shop.product.redis.thaw();
    }
    await expect
      .poll(async () => {
        await comesToTheFront(shop.page);
        return unsure().count();
      })
      .toBe(0);
    await heading('Your account').waitFor();
  });

  it('says that there is no connection, and goes on by itself when there is', async () => {
    await signIn('ada@northwind.example', '/orders');
    await firstOrder(shop.page).waitFor();
    const offline = shop.page.getByText('You are offline');
    await shop.context.setOffline(true);
    await comesToTheFront(shop.page);
    await offline.waitFor();
    // That is all there is to say: nobody doubts who is signed in.
    expect(await unsure().count()).toBe(0);
    expect(await main().textContent()).not.toContain('signed out');
    await firstOrder(shop.page).waitFor();
    await shop.context.setOffline(false);
    await expect.poll(() => offline.count()).toBe(0);
    // For as long as it takes to ask, nobody knows.
    await expect.poll(() => unsure().count()).toBe(0);
    await firstOrder(shop.page).waitFor();
  });
});
