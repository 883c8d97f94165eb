import NewCase from 'store/newCase';
import { router } from 'store/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from './eventually.ts';
import { fakeServer, problem } from './fakeServer.ts';
import { orderWithLines } from './sampleOrders.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
let stop: () => void;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  window.history.replaceState(null, '', '/cases/new');
  stop = router.start();
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

const orderId = '801000000000101AAA';
const form = (order?: string) => show('store-new-case', NewCase, { orderId: order });
const field = (page: HTMLElement, name: string) => only<HTMLInputElement>(page, `[name="${name}"]`);

function fill(page: HTMLElement, subject: string, description: string) {
  field(page, 'subject').value = subject;
  field(page, 'description').value = description;
}

const submit = (page: HTMLElement) =>
  only(page, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));

const sent = () =>
  server.calls
    .filter(({ url }) => url === '/api/openCase')
    .map(({ init }) => JSON.parse(String(init.body)));

/** Without the name under which it is sent. */
const posted = () => sent().map(({ requestId: _, ...words }) => words);

/** What assistive technology says of a field beside its label. */
const described = (page: HTMLElement, name: string) =>
  (field(page, name).getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => textOf(only(page, `#${id}`)))
    .join(' ')
    .trim();

const focused = (page: HTMLElement) => page.shadowRoot?.activeElement;

describe('a new case', () => {
  it('is sent as it is typed, and leads to the list', async () => {
    const page = await form();
    fill(page, 'Pump broken', 'It leaks.\nBadly.');
    expect(submit(page)).toBe(false);
    expect(posted()).toEqual([{ subject: 'Pump broken', description: 'It leaks.\nBadly.' }]);
    await server.last.answer({ body: { id: '500A', number: '00001026' } });
    expect(window.location.pathname).toBe('/cases');
    expect(router.recall()).toEqual({ opened: '00001026' });
  });

  it('is about the order of the address, and says so', async () => {
    const page = await form(orderId);
    expect(server.last.url).toBe(`/api/myOrder?id=${orderId}`);
    await server.last.answer({ body: orderWithLines(101) });
    expect(textOf(page)).toContain('About order 0000101.');
    expect(only<HTMLAnchorElement>(page, 'nav a').pathname).toBe(`/orders/${orderId}`);
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    expect(posted()).toEqual([{ subject: 'Pump broken', description: 'It leaks.', orderId }]);
  });

  it.each([
    [404, 'not_found'],
    [422, 'invalid_input'],
  ] as const)('is about none where the order is not theirs (%i)', async (status, code) => {
    const page = await form(orderId);
    await server.last.answer(problem(status, code));
    expect(textOf(page)).toContain('not one of yours');
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    expect(posted()).toEqual([{ subject: 'Pump broken', description: 'It leaks.' }]);
  });

  it('names its order where that could not be read just now: the server checks it', async () => {
    const page = await form(orderId);
    expect(textOf(only(page, '.about'))).toBe('About the order in this address.');
    await server.last.answer(problem(503, 'salesforce_unavailable'));
    expect(textOf(only(page, '.about'))).toBe('About the order in this address.');
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    expect(posted()).toMatchObject([{ orderId }]);
  });

  it('is sent once, however often it is asked for meanwhile', async () => {
    const page = await form();
    fill(page, 'Pump broken', 'It leaks.');
    for (let times = 0; times < 3; times += 1) submit(page);
    expect(posted()).toHaveLength(1);
    await Promise.resolve();
    const button = only(page, '[type="submit"]');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(textOf(button)).toBe('Sending…');
    expect(textOf(only(page, '[role="status"]'))).toBe('Sending your case');
  });

  it('shows what the server refuses at the field, and takes the focus there', async () => {
    const page = await form();
    fill(page, '', 'It leaks.');
    submit(page);
    const errors = [
      { field: 'subject', message: 'is required' },
      { field: 'orderId', message: 'is not one of your orders' },
    ];
    await server.last.answer(problem(422, 'invalid_input', { errors }));
    await eventually(() => expect(focused(page)).toBe(only(page, '.failure')));
    expect(textOf(only(page, '.failure'))).toBe(
      'Your case is not open yet Subject is required The order is not one of your orders',
    );
    expect(field(page, 'subject').getAttribute('aria-invalid')).toBe('true');
    expect(described(page, 'subject')).toBe('In a few words. Subject is required');
    expect(field(page, 'description').hasAttribute('aria-invalid')).toBe(false);
    only(page, '.failure button').click();
    expect(focused(page)).toBe(field(page, 'subject'));
    // What was typed is still there, and can be sent again.
    expect(field(page, 'description').value).toBe('It leaks.');
    field(page, 'subject').value = 'Pump broken';
    submit(page);
    await Promise.resolve();
    expect(all(page, '.failure')).toHaveLength(0);
    expect(posted().at(-1)).toEqual({ subject: 'Pump broken', description: 'It leaks.' });
  });

  it('shows the shop’s own words as they are', async () => {
    const page = await form();
    submit(page);
    const errors = [{ field: 'subject', message: 'Please name the product.' }];
    await server.last.answer(problem(422, 'invalid_input', { errors }));
    expect(described(page, 'subject')).toBe('In a few words. Please name the product.');
  });

  it('that got no answer may be open: it says so, and keeps what was typed', async () => {
    const page = await form();
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    await server.last.fail(new TypeError('Failed to fetch'));
    expect(textOf(only(page, '.failure'))).toContain(
      'We do not know whether your case was opened The server could not be reached.',
    );
    expect(only<HTMLAnchorElement>(page, '.failure a').pathname).toBe('/cases');
    submit(page);
    expect(sent()[0].requestId).toMatch(/^[0-9a-f-]{36}$/);
    // The same case, under the same name: it is opened once.
    expect(sent()[1]).toEqual(sent()[0]);
    await server.last.fail(new TypeError('Failed to fetch'));
    fill(page, 'Pump broken', 'It leaks, and it smells.');
    submit(page);
    // Another one: the first may be open, and would not say this.
    expect(sent()[2].requestId).not.toBe(sent()[0].requestId);
  });

  it('leads to the cases without taking away what was typed', async () => {
    const page = await form();
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    await server.last.fail(new TypeError('Failed to fetch'));
    const link = only<HTMLAnchorElement>(page, '.failure a');
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
    expect(window.location.pathname).toBe('/cases/new');
    expect(link.target).toBe('_blank');
    expect(textOf(link)).toContain('(opens in a new tab)');
  });

  it.each(['salesforce_limit', 'store_unavailable', 'not_configured'] as const)(
    'that could not even be tried is not said to be open: %s',
    async (code) => {
      const page = await form();
      fill(page, 'Pump broken', 'It leaks.');
      submit(page);
      await server.last.answer(problem(503, code));
      expect(textOf(only(page, '.failure'))).toContain('Your case is not open yet');
      expect(all(page, '.failure a')).toHaveLength(0);
    },
  );

  it('that was refused is not said to be open', async () => {
    const page = await form();
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    await server.last.answer(problem(403, 'forbidden'));
    expect(textOf(only(page, '.failure'))).toBe(
      'Your case is not open yet Because of forbidden. Reference: r-1',
    );
  });

  it('leaves whoever has gone elsewhere where they are', async () => {
    const page = await form();
    fill(page, 'Pump broken', 'It leaks.');
    submit(page);
    page.remove();
    router.go('/orders');
    await server.last.answer({ body: { id: '500A', number: '00001026' } });
    expect(window.location.pathname).toBe('/orders');
  });
});
