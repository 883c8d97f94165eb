import { createSession } from 'bff/session';
import { createTransport } from 'bff/transport';
import { watchTyping } from 'bff/typedText';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from './eventually.ts';
import { fakeServer, settled } from './fakeServer.ts';
import { ada, grace, living, nobody } from './sampleSession.ts';

/** A form in a shadow, as a component has it. */
class Form extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).innerHTML = `
      <input name="subject"><textarea name="description"></textarea>
      <select name="kind"><option>Question</option><option>Complaint</option></select>
      <input name="secret" type="password"><input>`;
  }
}
customElements.define('test-form', Form);

/** What belongs to one page; a page that is loaded anew has another one. */
const pages: { stop(): void }[] = [];

/** Loads the page: the tab stays what it is. */
function load() {
  for (const page of pages.splice(0)) page.stop();
  // As it is with a page of its own: what another page listens to is gone with it.
  const listening = new AbortController();
  const view = new Proxy(window, {
    get(target, name) {
      if (name === 'addEventListener') {
        return (type: string, listener: EventListener) =>
          target.addEventListener(type, listener, { signal: listening.signal });
      }
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const server = fakeServer();
  const session = createSession({ transport: createTransport(server), view, navigate: vi.fn() });
  const unwatch = watchTyping(session, view);
  pages.push({
    stop() {
      unwatch();
      listening.abort();
    },
  });
  return {
    session,
    signOut: () => session.signOut(),
    answer: (answer: Parameters<typeof server.last.answer>[0]) => server.last.answer(answer),
    async know(answer: ReturnType<typeof living> | typeof nobody) {
      void session.read();
      await server.last.answer(answer);
    },
  };
}

const showForm = () => document.body.append(document.createElement('test-form'));
const takeForm = () => document.body.replaceChildren();

function field(name: string) {
  const found = document.querySelector('test-form')?.shadowRoot?.querySelector(`[name=${name}]`);
  if (!found) throw new Error(`No field ${name}`);
  return found as HTMLInputElement;
}

async function type(name: string, text: string) {
  field(name).value = text;
  field(name).dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  // The code for it is loaded now.
  await import('../../client/modules/bff/typedText/keepTyped.ts');
  await settled();
}

const leave = () => window.dispatchEvent(new PageTransitionEvent('pagehide'));
const stored = () => window.sessionStorage.length;

beforeEach(() => {
  window.history.replaceState(null, '', '/cases/new');
  window.sessionStorage.clear();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.stop();
  takeForm();
});

/** Somebody who types, and whose session ends, and the form with it. */
async function interrupted() {
  const page = load();
  await page.know(living(ada));
  showForm();
  await type('subject', 'Pump broken');
  await type('description', 'It leaks.\nBadly.');
  await type('secret', 'hunter2');
  field('kind').value = 'Complaint';
  await page.know(nobody);
  takeForm();
  return page;
}

describe('what somebody has typed', () => {
  it('is there again after a sign-in that leaves the page, and stored no longer', async () => {
    await interrupted();
    expect(stored()).toBe(0);
    leave();
    expect(stored()).toBe(1);
    expect(JSON.stringify({ ...window.sessionStorage })).not.toContain('hunter2');

    const page = load();
    await settled();
    const heard = vi.fn();
    document.addEventListener('change', heard);
    await page.know(living(ada));
    await eventually(() => expect(stored()).toBe(0));
    // Its code comes later than the session.
    showForm();
    await eventually(() => expect(field('subject').value).toBe('Pump broken'));
    expect(field('description').value).toBe('It leaks.\nBadly.');
    expect(field('kind').value).toBe('Complaint');
    expect(field('secret').value).toBe('');
    expect(heard).toHaveBeenCalledTimes(3);
    document.removeEventListener('change', heard);
  });

  it('is there again after a sign-in in another tab', async () => {
    const page = await interrupted();
    await page.know(living(ada));
    showForm();
    await eventually(() => expect(field('subject').value).toBe('Pump broken'));
  });

  it('outlives a sign-in before the end as well', async () => {
    const page = load();
    await page.know(living(ada));
    showForm();
    await type('subject', 'Pump broken');
    await page.know(living(ada, { absolute: 60 }));
    leave();
    takeForm();
    const next = load();
    await settled();
    showForm();
    await next.know(living(ada));
    await eventually(() => expect(field('subject').value).toBe('Pump broken'));
  });

  it.each([
    ['somebody else', grace, '/cases/new'],
    ['another page', ada, '/orders'],
  ])('is not shown to %s, and is gone', async (_, user, path) => {
    await interrupted();
    leave();
    window.history.replaceState(null, '', path);
    const page = load();
    await settled();
    showForm();
    await page.know(living(user));
    await eventually(() => expect(stored()).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(field('subject').value).toBe('');
  });

  it('does not become somebody else’s where they sign in beside', async () => {
    const page = load();
    await page.know(living(ada));
    showForm();
    await type('subject', 'Pump broken');
    await page.know(living(grace));
    leave();
    expect(stored()).toBe(0);
    // Neither where the form stays, and what they type themselves is theirs.
    takeForm();
    showForm();
    await type('subject', 'Of Grace');
    leave();
    expect(JSON.stringify({ ...window.sessionStorage })).toContain('Of Grace');
  });

  it('goes into no form of somebody else’s who comes before the form does', async () => {
    await interrupted();
    leave();
    const page = load();
    await settled();
    await page.know(living(ada));
    await eventually(() => expect(stored()).toBe(0));
    await page.know(living(grace));
    showForm();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(field('subject').value).toBe('');
  });

  it('is of one address, what is asked for in it included', async () => {
    window.history.replaceState(null, '', '/cases/new?order=A');
    await interrupted();
    leave();
    window.history.replaceState(null, '', '/cases/new?order=B');
    const page = load();
    await settled();
    showForm();
    await page.know(living(ada));
    await eventually(() => expect(stored()).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(field('subject').value).toBe('');
  });

  it.each([
    '{"owner":',
    'null',
    '[]',
    '{"owner":"00D/005","address":"/cases/new"}',
    '{"owner":"00D/005","address":"/cases/new","texts":[["subject"]]}',
    '{"owner":"00D/005","address":"/cases/new","texts":[null]}',
  ])('is ignored, and gone, where it is none: %s', async (text) => {
    window.sessionStorage.setItem(
      'bff-typed-2',
      text.replace('00D/005', `${ada.organizationId}/${ada.id}`),
    );
    const page = load();
    await settled();
    showForm();
    await page.know(living(ada));
    await eventually(() => expect(stored()).toBe(0));
    expect(field('subject').value).toBe('');
    expect(page.session.value).toMatchObject({ user: { id: ada.id }, error: undefined });
    // It goes on all the same.
    await type('subject', 'Pump broken');
    leave();
    expect(stored()).toBe(1);
  });

  it('waits for whoever has not signed in yet', async () => {
    await interrupted();
    leave();
    const page = load();
    await settled();
    await page.know(nobody);
    expect(stored()).toBe(1);
  });

  it('gives way to what is being typed', async () => {
    await interrupted();
    leave();
    const page = load();
    await settled();
    showForm();
    await type('subject', 'Another');
    await page.know(living(ada));
    await eventually(() => expect(field('description').value).toContain('leaks'));
    expect(field('subject').value).toBe('Another');
  });

  it('is there again after a reload', async () => {
    const page = load();
    await page.know(living(ada));
    showForm();
    await type('subject', 'Pump broken');
    leave();
    takeForm();
    const next = load();
    await settled();
    showForm();
    await next.know(living(ada));
    await eventually(() => expect(field('subject').value).toBe('Pump broken'));
  });

  it('is gone once it has been sent', async () => {
    const page = load();
    await page.know(living(ada));
    showForm();
    await type('subject', 'Pump broken');
    takeForm();
    leave();
    expect(stored()).toBe(0);
  });

  it('is gone with whoever signs out', async () => {
    const page = load();
    await page.know(living(ada));
    showForm();
    await type('subject', 'Pump broken');
    const out = page.signOut();
    await page.answer({ body: { redirectTo: '/' } });
    await out;
    leave();
    expect(stored()).toBe(0);
  });

  it('is nobody’s where nobody is signed in', async () => {
    const page = load();
    await page.know(nobody);
    showForm();
    await type('subject', 'Pump broken');
    leave();
    expect(stored()).toBe(0);
  });

  it('is done without where the browser stores nothing', async () => {
    const storage = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const page = load();
    await page.know(living(ada));
    showForm();
    await type('subject', 'Pump broken');
    expect(() => leave()).not.toThrow();
    expect(storage).toHaveBeenCalled();
    storage.mockRestore();
  });
});
