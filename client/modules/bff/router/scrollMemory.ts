/** How long content may take to arrive before the place on the page is given up, in milliseconds. */
const patience = 5000;

const ownMovements = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;

/**
 * Keeps the place on the page in the history's state, and goes back to it.
 *
 * The browser's own restoration gives up when the content is not there yet, and here it always comes
 * by a later request.
 */
export function createScrollMemory(view: Window) {
  let timer: number | undefined;
  let stopRestoring: (() => void) | undefined;

  function save() {
    view.clearTimeout(timer);
    if (stopRestoring) return;
    const state: unknown = view.history.state;
    view.history.replaceState({ ...(state ?? {}), scroll: view.scrollY }, '');
  }

  function restore() {
    stopRestoring?.();
    const scroll = Number(view.history.state?.scroll ?? 0);
    view.scrollTo(0, scroll);
    if (scroll === 0) return;
    const observer = new ResizeObserver(() => {
      view.scrollTo(0, scroll);
      if (Math.abs(view.scrollY - scroll) < 2) stopRestoring?.();
    });
    const patient = view.setTimeout(() => stopRestoring?.(), patience);
    stopRestoring = () => {
      observer.disconnect();
      view.clearTimeout(patient);
      for (const event of ownMovements) view.removeEventListener(event, stop);
      stopRestoring = undefined;
    };
    // Whoever scrolls has decided otherwise.
    const stop = stopRestoring;
    for (const event of ownMovements) view.addEventListener(event, stop, { passive: true });
    observer.observe(view.document.body);
  }

  const scrolled = () => {
    view.clearTimeout(timer);
    // Browsers refuse more than about three changes of the history a second.
    timer = view.setTimeout(save, 150);
  };

  return {
    save,
    restore,
    forget: () => stopRestoring?.(),
    watch() {
      view.history.scrollRestoration = 'manual';
      view.addEventListener('scroll', scrolled, { passive: true });
      view.addEventListener('pagehide', save);
      return () => {
        view.clearTimeout(timer);
        stopRestoring?.();
        view.removeEventListener('scroll', scrolled);
        view.removeEventListener('pagehide', save);
      };
    },
  };
}
