import type { Session } from 'bff/session';
import { hasKept } from './kept.ts';

/**
 * Lets what somebody types outlive a reload, the end of their session and the sign-in that follows, which
 * leaves the page. The code for it is loaded when somebody types, or has come back.
 *
 * @returns what stops waiting for that
 * @example const stop = watchTyping(session);
 */
export function watchTyping(session: Session, view: Window = window): () => void {
  const load = () =>
    import('./keepTyped.ts')
      .then(({ keepTyped }) => keepTyped(session, view))
      // No connection, or a browser that stores nothing: the page does without.
      .catch(() => {});
  if (hasKept(view)) void load();
  else view.document.addEventListener('input', load, { once: true });
  return () => view.document.removeEventListener('input', load);
}
