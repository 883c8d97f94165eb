import { identityOf, type Session } from 'bff/session';
import { keptName } from './kept.ts';
import { readTyped, type Typed } from './typed.ts';
import { type Field, typedFields } from './typedFields.ts';

/** How long the fields may take to come, in milliseconds. */
const patienceMs = 5000;
const pauseMs = 100;

/**
 * Remembers what stands in the fields when a session ends, as a page of the person's own goes then, or
 * when the page is left, as it is for a reload or a sign-in, and puts it back for the same person on the
 * same page. Signing out forgets it; what stands in a field when another takes their place is not theirs.
 */
export function keepTyped(session: Session, view: Window): void {
  const { document, sessionStorage, location } = view;
  let owner: string | undefined;
  let remembered: Typed | undefined;
  /** The fields that somebody else has typed into. */
  let others = new WeakSet<Field>();

  const address = () => location.pathname + location.search;

  function present(): Typed | undefined {
    const texts = [...typedFields(document)].flatMap(([place, field]) =>
      field.value === '' || others.has(field) ? [] : [[place, field.value] as const],
    );
    return owner === undefined || texts.length === 0
      ? undefined
      : { owner, address: address(), texts };
  }

  session.subscribe(({ user, ended }) => {
    // Told before anything is drawn anew: the fields are still there.
    if (ended && !remembered) remembered = present();
    if (user === null && !ended) owner = undefined;
    if (!user) return;
    const known = identityOf(user);
    if (owner !== undefined && owner !== known)
      others = new WeakSet(typedFields(document).values());
    owner = known;
    const typed = takeStored() ?? remembered;
    remembered = undefined;
    // After the page is drawn anew, as it is for another person.
    if (typed) view.setTimeout(() => fill(typed));
  });

  view.addEventListener('pagehide', () => {
    const typed = present() ?? remembered;
    if (typed?.address === address()) sessionStorage.setItem(keptName, JSON.stringify(typed));
  });

  function takeStored(): Typed | undefined {
    const stored = sessionStorage.getItem(keptName);
    sessionStorage.removeItem(keptName);
    return readTyped(stored);
  }

  /** The page's code and its data are still to come. */
  function fill(typed: Typed, texts = new Map(typed.texts), until = Date.now() + patienceMs) {
    if (typed.owner !== owner || typed.address !== address()) return;
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
      view.setTimeout(() => fill(typed, texts, until), pauseMs);
    }
  }
}
