import Cases from 'store/cases';
import { router } from 'store/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from './eventually.ts';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  window.history.replaceState(null, '', '/cases');
});
afterEach(() => document.body.replaceChildren());

const about = { id: '801000000000101AAA', number: '0000101' };
const one = (number: number, more: object = {}) => ({
  id: `500000000000${number}AAA`,
  number: `00001${number}`,
  subject: 'Parcel arrived damaged',
  status: 'Working',
  openedAt: '2026-01-05T09:30:00.000Z',
  order: about,
  ...more,
});
const cases = () => show('store-cases', Cases);
const status = (page: HTMLElement) => textOf(only(page, '.top [role="status"]'));
const outcome = (page: HTMLElement) => textOf(only(page, 'p + p, .top + p'));

describe('cases', () => {
  it('say that they are loading', async () => {
    const page = await cases();
    expect(server.last.url).toBe('/api/myCases');
    expect(status(page)).toBe('Loading cases…');
    expect(all(page, 'store-skeleton')).toHaveLength(1);
  });

  it('are listed: number, subject, status, opening, and the order as a link', async () => {
    const page = await cases();
    const items = [one(101), one(102, { order: null, status: 'New', subject: null })];
    await server.last.answer({ body: { items, next: null } });
    const [first, second] = all(page, 'li').map(textOf);
    expect(first).toMatch(
      /^Parcel arrived damaged Case 00001101 Opened Jan \d, 2026, .+ Order 0000101 Working$/,
    );
    expect(second).toMatch(/^No subject Case 00001102 Opened .+ New$/);
    expect(only<HTMLTimeElement>(page, 'li:first-child time').dateTime).toBe(
      '2026-01-05T09:30:00.000Z',
    );
    expect(all<HTMLAnchorElement>(page, 'li a').map(({ pathname }) => pathname)).toEqual([
      `/orders/${about.id}`,
    ]);
    expect(status(page)).toBe('2 cases');
  });

  it('lead to a new one, also where there are none', async () => {
    const page = await cases();
    await server.last.answer({ body: { items: [], next: null } });
    expect(status(page)).toBe('No cases');
    expect(textOf(only(page, 'store-empty-panel'))).toContain('You have no cases');
    expect(only<HTMLAnchorElement>(page, '.top a').pathname).toBe('/cases/new');
  });

  it('go on with the next page, and with the focus on its first', async () => {
    const page = await cases();
    await server.last.answer({ body: { items: [one(101)], next: 'more' } });
    expect(status(page)).toBe('1 case shown, more below');
    only(only(page, 'store-show-more'), 'button').click();
    expect(server.last.url).toBe('/api/myCases?after=more');
    const items = [one(102, { subject: 'Where is our order?' })];
    await server.last.answer({ body: { items, next: null } });
    expect(status(page)).toBe('2 cases');
    await eventually(() => {
      const list = only(page, 'store-case-list').shadowRoot;
      expect(list?.activeElement?.textContent).toBe('Where is our order?');
    });
  });

  it('say why they do not come, and try again', async () => {
    const page = await cases();
    await server.last.answer(problem(503, 'salesforce_unavailable'));
    expect(textOf(only(page, '[role="alert"]'))).toBe(
      'Your cases could not be loaded Because of salesforce_unavailable. Reference: r-1 Try again',
    );
    only(only(page, 'store-error-panel'), 'button').click();
    await server.last.answer({ body: { items: [one(101)], next: null } });
    expect(all(page, 'li')).toHaveLength(1);
  });

  it('say once that one has been opened, where that is why somebody is here', async () => {
    router.remember({ opened: '00001026' });
    const page = await cases();
    await settled();
    expect(outcome(page)).toBe('Your case 00001026 is open. Thank you: we will look into it.');
    page.remove();
    const again = await cases();
    await settled();
    expect(outcome(again)).toBe('');
  });
});
