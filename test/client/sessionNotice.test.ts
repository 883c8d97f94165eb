import { session } from 'store/api';
import SessionNotice from 'store/sessionNotice';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { ada, living, nobody } from './sampleSession.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(async () => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  // The session is the page's: it goes on with the next test.
  await know(living(ada));
});

async function know(answer: ReturnType<typeof living> | typeof nobody) {
  void session.read();
  await server.last.answer(answer);
}

async function notice(
  answer: ReturnType<typeof living> | typeof nobody,
  properties: { asksToSignIn?: boolean } = {},
) {
  await know(living(ada));
  await know(answer);
  const element = await show('store-session-notice', SessionNotice, properties);
  const done = vi.fn();
  element.addEventListener('done', done);
  return { element, done };
}

const said = (element: HTMLElement) => textOf(only(element, '[role="status"]'));
const buttons = (element: HTMLElement) => all(element, 'button').map(textOf);
const press = (element: HTMLElement, label: string) =>
  all(element, 'button')
    .find((button) => textOf(button) === label)
    ?.click();

describe('sessionNotice', () => {
  it.each([
    [119, 'in 2 minutes'],
    [61, 'in a minute'],
    [14, 'in less than a minute'],
  ])('warns %i seconds before the idle end', async (idle, words) => {
    const { element } = await notice(living(ada, { idle }));
    expect(said(element)).toBe(
      `You will be signed out ${words}, as nothing has happened here for a while.`,
    );
    expect(buttons(element)).toEqual(['Stay signed in', 'Dismiss']);
  });

  it('counts down with every look', async () => {
    const { element } = await notice(living(ada, { idle: 119 }));
    await know(living(ada, { idle: 59 }));
    expect(said(element)).toContain('in a minute');
  });

  it('puts its words into a live region that is there before them', async () => {
    await know(living(ada, { idle: 100 }));
    const shown = show('store-session-notice', SessionNotice);
    expect(said(document.body)).toBe('');
    await shown;
    expect(said(document.body)).toContain('You will be signed out');
  });

  it('keeps one signed in, says so, and goes', async () => {
    const { element, done } = await notice(living(ada, { idle: 100 }));
    press(element, 'Stay signed in');
    press(element, 'Stay signed in');
    expect(server.calls.filter(({ url }) => url === '/auth/session/extend')).toHaveLength(1);
    expect(done).not.toHaveBeenCalled();
    await server.last.answer(living(ada));
    expect(done).toHaveBeenCalledOnce();
    expect(buttons(element)).toEqual([]);
    expect(said(element)).toBe('You stay signed in.');
  });

  it.each([
    ['the store is away', problem(503, 'store_unavailable'), 'Because of store_unavailable.'],
    ['there is no connection', undefined, 'Please check your connection'],
  ])('says that it could not because %s, and may be asked again', async (_, answer, words) => {
    const { element } = await notice(living(ada, { idle: 100 }));
    press(element, 'Stay signed in');
    await (answer
      ? server.last.answer(answer)
      : server.last.fail(new TypeError('Failed to fetch')));
    const alert = textOf(only(element, '[role="alert"]'));
    expect(alert).toContain('You could not be kept signed in.');
    expect(alert).toContain(words);
    press(element, 'Stay signed in');
    await server.last.answer(living(ada));
    expect(said(element)).toBe('You stay signed in.');
    expect(all(element, '[role="alert"]')).toHaveLength(0);
  });

  it('goes by itself when the session is used elsewhere', async () => {
    const { element, done } = await notice(living(ada, { idle: 100 }));
    await know(living(ada));
    expect(buttons(element)).toEqual([]);
    expect(said(element)).toBe('');
    expect(done).not.toHaveBeenCalled();
  });

  it('is dismissed for this end, not for a later one', async () => {
    const { element, done } = await notice(living(ada, { idle: 100 }));
    press(element, 'Dismiss');
    await settled();
    expect(done).toHaveBeenCalledOnce();
    expect(buttons(element)).toEqual([]);
    await know(living(ada, { idle: 40 }));
    expect(buttons(element)).toEqual([]);
    await know(living(ada));
    await know(living(ada, { idle: 100 }));
    expect(buttons(element)).toEqual(['Stay signed in', 'Dismiss']);
  });

  it('warns before the absolute end, which cannot be moved', async () => {
    const signIn = vi.spyOn(session, 'signIn').mockReturnValue();
    const { element } = await notice(living(ada, { absolute: 119 }));
    expect(said(element)).toBe(
      'Your session ends in 2 minutes, whatever happens here. Sign in again to go on.',
    );
    expect(buttons(element)).toEqual(['Sign in again', 'Dismiss']);
    press(element, 'Sign in again');
    expect(signIn).toHaveBeenCalledOnce();
  });

  it('says that the session has ended, and offers to sign in', async () => {
    const signIn = vi.spyOn(session, 'signIn').mockReturnValue();
    const { element } = await notice(nobody);
    expect(said(element)).toBe('Your session has ended, and you have been signed out.');
    press(element, 'Sign in');
    expect(signIn).toHaveBeenCalledOnce();
  });

  it('leaves that to a page that says it itself', async () => {
    const { element } = await notice(nobody, { asksToSignIn: true });
    expect(said(element)).toBe('');
    expect(buttons(element)).toEqual([]);
  });

  it('says the end even to somebody who has dismissed the warning', async () => {
    const { element } = await notice(living(ada, { idle: 100 }));
    press(element, 'Dismiss');
    await know(nobody);
    expect(said(element)).toContain('Your session has ended');
  });
});
