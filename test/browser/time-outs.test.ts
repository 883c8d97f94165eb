import { describe, expect, it } from 'vitest';
import { startCluster } from '../cluster.ts';
import { axeViolations } from './axe-violations.ts';
import { useStorefront } from './use-storefront.ts';

// On Redis, where the time of last use stands in the clear and can be set back.
const shop = useStorefront(() =>
  startCluster({ processes: 1, settings: { SESSION_IDLE_MINUTES: '1' } }),
);
const { at, heading, signIn } = shop;

const seconds = 1_000;
const firstOrder = () => shop.page.getByRole('link', { name: /Order \d+/ }).first();
const notice = () => shop.page.getByRole('region', { name: 'Your session' });
const button = (name: string) => notice().getByRole('button', { name });

async function open(path: string) {
  await shop.page.clock.install();
  await signIn('ada@northwind.example', path);
  await shop.page.waitForLoadState('networkidle');
}

/** Lets that many seconds pass without use: for the server, and for the page. */
async function letPass(idle: number) {
  const { redis } = shop.product;
  const keys = (await redis.ask('KEYS', 'bff:session:*')).match(/bff:session:\S+/g) ?? [];
  expect(keys.length).toBeGreaterThan(0);
  const lastSeenAt = String(Date.now() - idle * seconds);
  for (const key of keys) await redis.ask('HSET', key, 'lastSeenAt', lastSeenAt);
  await shop.page.clock.fastForward(idle * seconds);
}

/** Where Salesforce asks for a password again, and where it still knows the person. */
async function signInAgain() {
  const username = shop.page.locator('[name=username]');
  const signOut = shop.page.getByRole('banner').getByRole('button', { name: 'Sign out' });
  await username.or(signOut).waitFor();
  if (!(await username.isVisible())) return;
  await username.fill('ada@northwind.example');
  await shop.page.locator('[name=pw]').fill('demo-password');
  await shop.page.locator('[name=pw]').press('Enter');
}

describe('a session of which a minute may be idle', () => {
  it('is kept by the button of the warning, which comes a quarter of that before', async () => {
    await open('/orders');
    await firstOrder().waitFor();
    await letPass(46);
    await notice().getByText('You will be signed out in less than a minute').waitFor();
    expect(await axeViolations(shop.page)).toEqual([]);
    await button('Stay signed in').press('Enter');
    await expect.poll(() => button('Stay signed in').count()).toBe(0);
    expect(await notice().textContent()).toBe('You stay signed in.');
    const { idleExpiresAt, answeredAt } = await shop.page.evaluate(async () =>
      (await fetch('/auth/session')).json(),
    );
    expect(Date.parse(idleExpiresAt) - Date.parse(answeredAt)).toBeGreaterThan(20 * seconds);
    await firstOrder().click();
    await shop.page.getByRole('table').waitFor();
  });

  it('is kept by using the page, too', async () => {
    await open('/orders');
    await letPass(46);
    await button('Stay signed in').waitFor();
    await firstOrder().click();
    await shop.page.getByRole('table').waitFor();
    await expect.poll(() => button('Stay signed in').count()).toBe(0);
  });

  it('ends by itself, and leads back to the same place', async () => {
    await open('/orders?status=Delivered');
    await firstOrder().waitFor();
    await letPass(61);
    await heading('You have been signed out').waitFor();
    expect(await firstOrder().count()).toBe(0);
    expect(await button('Sign in').count()).toBe(0);
    await shop.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await signInAgain();
    await heading('Orders').waitFor();
    await firstOrder().waitFor();
    expect(shop.page.url()).toBe(at('/orders?status=Delivered'));
  });

  it('ends without taking away what is everybody’s, or what somebody is typing', async () => {
    await open('/catalogue');
    const field = shop.page.getByRole('searchbox');
    await field.fill('espresso mach');
    await letPass(46);
    await button('Dismiss').waitFor();
    await field.pressSequentially('ine');
    await letPass(61);
    await notice().getByText('Your session has ended, and you have been signed out.').waitFor();
    await field.pressSequentially(' pump');
    expect(await field.inputValue()).toBe('espresso machine pump');
    expect(await axeViolations(shop.page)).toEqual([]);
    await button('Sign in').click();
    await signInAgain();
    await shop.page.getByRole('banner').getByText('Ada Lovelace').waitFor();
    await expect.poll(() => field.inputValue()).toBe('espresso machine pump');
    expect(await shop.page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it('is kept in all tabs by one of them', async () => {
    await open('/orders');
    const other = await shop.context.newPage();
    await other.goto(at('/catalogue'));
    await other.getByRole('button', { name: 'Sign out' }).waitFor();
    await letPass(46);
    await button('Stay signed in').waitFor();
    await other.evaluate(() => dispatchEvent(new Event('focus')));
    await other.getByRole('button', { name: 'Stay signed in' }).click();
    await expect.poll(() => button('Stay signed in').count()).toBe(0);
  });
});
