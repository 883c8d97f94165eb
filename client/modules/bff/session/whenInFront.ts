/**
 * Calls whenever a page that may have missed something is in front of somebody again: a tab that was
 * hidden, a window that stood beside another, a computer that was offline.
 *
 * @returns what ends it
 */
export function whenInFront(view: Window, call: () => void): () => void {
  const { document } = view;
  const ended = new AbortController();
  const { signal } = ended;
  const returned = () => document.visibilityState === 'visible' && call();
  document.addEventListener('visibilitychange', returned, { signal });
  view.addEventListener('focus', returned, { signal });
  view.addEventListener('online', returned, { signal });
  // From the back-forward cache a page comes back as it was, whoever has signed out since.
  view.addEventListener('pageshow', ({ persisted }) => persisted && call(), { signal });
  return () => ended.abort();
}
