import { identityOf, type Session } from 'bff/session';
import { keptName } from './kept.ts';
import { typedFields } from './typedFields.ts';

interface Typed {
  /** Whose it is, and on which page: it goes into no other. */
  readonly owner: string;
  readonly path: string;
  /** Where it stood, and what it said. */
  readonly texts: readonly (readonly [place: string, text: string])[];
}

/** How long the fields may take to come, in milliseconds. */
const patienceMs = 5000;
const pauseMs = 100;

/**
 * Remembers what stands in the fields when a session ends, as a page of the person's own goes then, or
 * when the page is left, as it is for a reload or a sign-in, and puts it back for the same person on the
 * same page. Signing out forgets it.
 */
export function keepTyped(session: Session, view: Window): void {
  const { document, sessionStorage, location } = view;
  let owner: string | undefined;
  let remembered: Typed | undefined;

  function present(): Typed | undefined {
    const texts = [...typedFields(document)].flatMap(([place, { value }]) =>
      value === '' ? [] : [[place, value] as const],
    );
    return owner === undefined || texts.length === 0
      ? undefined
      : { owner, path: location.pathname, texts };
  }

  session.subscribe(({ user, ended }) => {
    // Told before anything is drawn anew: the fields are still there.
    if (ended && !remembered) remembered = present();
    if (user === null && !ended) owner = undefined;
    if (!user) return;
    owner = identityOf(user);
    const typed = takeStored() ?? remembered;
    remembered = undefined;
    if (typed?.owner === owner && typed.path === location.pathname) fill(new Map(typed.texts));
  });

  view.addEventListener('pagehide', () => {
    const typed = present() ?? remembered;
    if (typed?.path === location.pathname) sessionStorage.setItem(keptName, JSON.stringify(typed));
  });

  function takeStored(): Typed | undefined {
    const stored = sessionStorage.getItem(keptName);
    sessionStorage.removeItem(keptName);
    // Of this tab alone, and written above.
    return stored === null ? undefined : (JSON.parse(stored) as Typed);
  }

  /** The page's code and its data are still to come. */
  function fill(texts: Map<string, string>, until = Date.now() + patienceMs) {
    const fields = typedFields(document);
    for (const [place, text] of texts) {
      const field = fields.get(place);
      if (!field) continue;
      texts.delete(place);
      // Whoever types already goes on; a choice is never empty.
      if (field.value !== '' && !(field instanceof HTMLSelectElement)) continue;
      field.value = text;
      for (const type of ['input', 'change']) {
        field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      }
    }
    if (texts.size > 0 && Date.now() < until) {
      view.setTimeout(() => fill(texts, until), pauseMs);
    }
  }
}
