import Account from 'store/account';
import { session } from 'store/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, type Call, fakeServer, problem, settled } from './fakeServer.ts';
import { ada, living } from './sampleSession.ts';
import { all, only, show, textOf } from './shadow.ts';

const chromeOnAndroid =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';
const firefoxOnWindows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0';

/** By the server's clock, that many minutes ago. */
const minutesAgo = (minutes: number) => new Date(session.now() - minutes * 60_000).toISOString();

const here = () => ({
  id: 'here',
  current: true,
  createdAt: minutesAgo(125),
  lastSeenAt: minutesAgo(1),
  userAgent: firefoxOnWindows,
});
const phone = () => ({
  id: 'phone',
  current: false,
  createdAt: minutesAgo(2 * 24 * 60),
  lastSeenAt: minutesAgo(5),
  userAgent: chromeOnAndroid,
});
const unknown = () => ({
  ...phone(),
  id: 'other',
  lastSeenAt: minutesAgo(30),
  userAgent: 'curl/8',
});

const unavailable: Answer = { body: { available: false, approved: false, since: null } };
const approval = (approved: boolean): Answer => ({
  body: { available: true, approved, since: approved ? '2026-01-05T09:30:00.000Z' : null },
});

let server: ReturnType<typeof fakeServer>;
beforeEach(async () => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  void session.read();
  await server.last.answer(living(ada));
});
afterEach(() => document.body.replaceChildren());

/** The latest call to an address. */
function asked(url: string): Call {
  const call = server.calls.findLast((made) => made.url === url);
  if (!call) throw new Error(`Nothing was asked of ${url}`);
  return call;
}
const posted = (url: string) => JSON.parse(String(asked(url).init.body));

async function open(sessions: Answer = { body: [unknown(), phone(), here()] }, may = unavailable) {
  const page = await show('store-account', Account, { user: ada });
  await asked('/auth/sessions').answer(sessions);
  await asked('/auth/standing-approval').answer(may);
  return page;
}

const rows = (page: HTMLElement) => all(page, 'li').map(textOf);
function button(page: HTMLElement, name: string): HTMLElement {
  const named = all(page, 'button').filter(
    (element) => (element.getAttribute('aria-label') ?? textOf(element)) === name,
  );
  const [found, ...others] = named;
  if (!found || others.length > 0) throw new Error(`${named.length} buttons ${name}`);
  return found;
}
const list = (page: HTMLElement) => only(page, 'store-session-list');
const said = (page: HTMLElement) => textOf(only(list(page), '[role="status"]'));
const focused = (page: HTMLElement) => list(page).shadowRoot?.activeElement;

describe('account', () => {
  it('says who one is', async () => {
    const page = await open();
    expect(only(page, 'h1').textContent).toBe('Your account');
    expect(textOf(only(page, 'dl'))).toBe(
      'Name Ada Lovelace Username ada@northwind.example E-mail ada@northwind.example Salesforce organization 00D',
    );
  });

  it('lists where one is signed in, this browser first, by the server’s clock', async () => {
    const page = await open();
    expect(rows(page)).toEqual([
      'Firefox on Windows This browser, in use now Signed in 2 hours ago Sign out',
      'Chrome on Android Last used 5 minutes ago Signed in 2 days ago Sign out',
      'an unknown browser Last used 30 minutes ago Signed in 2 days ago Sign out',
    ]);
  });

  it('has every time in full as well', async () => {
    const page = await open({ body: [phone()] });
    const [use] = all<HTMLTimeElement>(page, 'time');
    expect(Date.parse(use?.getAttribute('datetime') ?? '')).toBeCloseTo(
      session.now() - 5 * 60_000,
      -4,
    );
    expect(use?.title).toMatch(/^[A-Z][a-z]{2} \d{1,2}, 20\d\d, \d{1,2}:\d\d\s[AP]M$/);
  });

  it('keeps its words true as time passes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'Date'] });
    try {
      const page = await open({ body: [phone()] });
      vi.advanceTimersByTime(2 * 60_000);
      await settled();
      expect(rows(page)[0]).toContain('Last used 7 minutes ago');
    } finally {
      vi.useRealTimers();
    }
  });

  it('names what each button ends', async () => {
    const page = await open();
    expect(all(page, 'li button').map((element) => element.getAttribute('aria-label'))).toEqual([
      'Sign out of this browser',
      'Sign out of Chrome on Android, last used 5 minutes ago',
      'Sign out of an unknown browser, last used 30 minutes ago',
    ]);
  });

  it('says what went wrong, and tries again', async () => {
    const page = await open(problem(503, 'store_unavailable'));
    expect(textOf(only(page, '[role="alert"]'))).toContain('Because of store_unavailable.');
    button(page, 'Try again').click();
    await asked('/auth/sessions').answer({ body: [here()] });
    expect(rows(page)).toHaveLength(1);
  });

  describe('ends', () => {
    const phoneButton = 'Sign out of Chrome on Android, last used 5 minutes ago';

    it('another session, reads the list again, says so, and keeps the focus nearby', async () => {
      const page = await open();
      button(page, phoneButton).click();
      expect(posted('/auth/logout')).toEqual({ sessionId: 'phone' });
      await asked('/auth/logout').answer({ body: { redirectTo: '/' } });
      expect(rows(page)).toHaveLength(3);
      await asked('/auth/sessions').answer({ body: [here(), unknown()] });
      expect(rows(page)).toHaveLength(2);
      expect(said(page)).toBe('You are signed out of Chrome on Android');
      expect(focused(page)?.textContent).toBe('Where you are signed in');
    });

    it('one once, however often the button is pressed', async () => {
      const page = await open();
      button(page, phoneButton).click();
      await settled();
      expect(button(page, phoneButton).getAttribute('aria-disabled')).toBe('true');
      button(page, phoneButton).click();
      button(page, 'Sign out of all others').click();
      expect(server.calls.filter(({ url }) => url === '/auth/logout')).toHaveLength(1);
    });

    it('one that has ended meanwhile, without a complaint', async () => {
      const page = await open();
      button(page, phoneButton).click();
      await asked('/auth/logout').answer(problem(404, 'not_found'));
      await asked('/auth/sessions').answer({ body: [here()] });
      expect(all(page, '[role="alert"]')).toHaveLength(0);
      expect(rows(page)).toHaveLength(1);
    });

    it('all others', async () => {
      const page = await open();
      button(page, 'Sign out of all others').click();
      expect(posted('/auth/logout')).toEqual({ others: true });
      await asked('/auth/logout').answer({ body: { redirectTo: '/' } });
      await asked('/auth/sessions').answer({ body: [here()] });
      expect(said(page)).toBe('You are signed out of every browser but this one');
      expect(all(page, 'button').map(textOf)).not.toContain('Sign out of all others');
    });

    it('nothing without saying so where it could not, and tries again', async () => {
      const page = await open();
      button(page, phoneButton).click();
      await asked('/auth/logout').answer(problem(503, 'store_unavailable'));
      expect(textOf(only(page, '[role="alert"]'))).toContain('You could not be signed out');
      expect(rows(page)).toHaveLength(3);
      expect(said(page)).toBe('');
      button(page, 'Try again').click();
      expect(posted('/auth/logout')).toEqual({ sessionId: 'phone' });
      await asked('/auth/logout').answer({ body: { redirectTo: '/' } });
      await asked('/auth/sessions').answer({ body: [here()] });
      expect(all(page, '[role="alert"]')).toHaveLength(0);
    });

    it('this session as the button above does', async () => {
      const signOut = vi.spyOn(session, 'signOut').mockResolvedValue();
      const page = await open();
      button(page, 'Sign out of this browser').click();
      expect(signOut).toHaveBeenCalledExactlyOnceWith();
      signOut.mockRestore();
    });

    it('all of them only after asking, and forgets the question', async () => {
      const signOut = vi.spyOn(session, 'signOut').mockResolvedValue();
      const page = await open();
      const everywhere = button(page, 'Sign out everywhere…');
      expect(everywhere.getAttribute('aria-expanded')).toBe('false');
      everywhere.click();
      await new Promise(requestAnimationFrame);
      await settled();
      expect(everywhere.getAttribute('aria-expanded')).toBe('true');
      const question = only(page, '[role="group"]');
      expect(focused(page)).toBe(question);
      expect(textOf(question)).not.toContain('while you are away');
      expect(signOut).not.toHaveBeenCalled();

      button(page, 'Cancel').click();
      await settled();
      expect(all(page, '[role="group"]')).toHaveLength(0);
      expect(focused(page)).toBe(everywhere);

      everywhere.click();
      await settled();
      const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
      button(page, 'Cancel').dispatchEvent(pressed);
      await settled();
      expect(all(page, '[role="group"]')).toHaveLength(0);

      everywhere.click();
      await settled();
      button(page, 'Sign out everywhere').click();
      expect(signOut).toHaveBeenCalledExactlyOnceWith({ everywhere: true });
      signOut.mockRestore();
    });

    it('what is allowed for one’s absence with all of them, and says so', async () => {
      const page = await open(undefined, approval(true));
      button(page, 'Sign out everywhere…').click();
      await settled();
      expect(textOf(only(page, '[role="group"]'))).toContain('while you are away is taken back');
    });
  });
});

describe('the standing approval', () => {
  const box = (page: HTMLElement) => only<HTMLInputElement>(page, 'input');
  const section = (page: HTMLElement) => only(page, 'store-standing-approval');
  const state = (page: HTMLElement) => textOf(only(section(page), '[role="status"]'));

  it('is not there where the shop does nothing for people who are away', async () => {
    const page = await open(undefined, unavailable);
    expect(textOf(section(page))).toBe('');
  });

  it('is explained, and says since when', async () => {
    const page = await open(undefined, approval(true));
    expect(box(page).checked).toBe(true);
    expect(textOf(only(section(page), 'label'))).toBe(
      'The shop may look up my orders for a weekly digest while I am away',
    );
    expect(state(page)).toMatch(/^Allowed since Jan \d, 2026, \d{1,2}:30\s[AP]M$/);
    const time = only(section(page), 'time');
    expect(time.getAttribute('datetime')).toBe('2026-01-05T09:30:00.000Z');
  });

  it.each([
    [true, /^Allowed since Jan/],
    [false, /^Not allowed$/],
  ])('becomes %s', async (approved, words) => {
    const page = await open(undefined, approval(!approved));
    box(page).click();
    expect(posted('/auth/standing-approval')).toEqual({ approved });
    await settled();
    box(page).click();
    expect(server.calls.filter(({ init }) => init.method === 'POST')).toHaveLength(1);
    expect(box(page).checked).toBe(approved);
    await asked('/auth/standing-approval').answer(approval(approved));
    await asked('/auth/standing-approval').answer(approval(approved));
    expect(box(page).checked).toBe(approved);
    expect(state(page)).toMatch(words);
  });

  it('stays what it is where it could not be changed, says so, and tries again', async () => {
    const page = await open(undefined, approval(false));
    box(page).click();
    await asked('/auth/standing-approval').answer(problem(503, 'store_unavailable'));
    expect(box(page).checked).toBe(false);
    expect(textOf(only(page, '[role="alert"]'))).toContain('This could not be changed');
    button(page, 'Try again').click();
    expect(posted('/auth/standing-approval')).toEqual({ approved: true });
    await asked('/auth/standing-approval').answer(approval(true));
    await asked('/auth/standing-approval').answer(approval(true));
    expect(box(page).checked).toBe(true);
    expect(all(page, '[role="alert"]')).toHaveLength(0);
  });

  it('says where it could not be read, and tries again', async () => {
    const page = await open(undefined, problem(503, 'store_unavailable'));
    expect(textOf(only(page, '[role="alert"]'))).toContain('Because of store_unavailable.');
    button(page, 'Try again').click();
    await asked('/auth/standing-approval').answer(approval(false));
    expect(state(page)).toBe('Not allowed');
  });
});
