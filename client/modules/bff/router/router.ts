import { createObserved, type Observed } from 'bff/observed';
import { followedLink } from './followedLink.ts';
import { type Patterns, type Place, placeOf } from './place.ts';
import { createScrollMemory } from './scrollMemory.ts';

export type { Place } from './place.ts';

export interface RouterOptions<P extends Patterns> {
  /** What the application shows, by name: `{ home: '/', order: '/orders/:id' }`. */
  readonly patterns: P;
  /** Paths that belong to the server, e.g. `/auth/`: links to them load. */
  readonly serverPaths?: readonly string[];
  readonly view?: Window;
}

/** Where the page is, as an observed value, and the ways to go elsewhere. */
export interface Router<Name extends string> extends Observed<Place<Name>> {
  /** Begins to follow links and the back button; the answer stops it. */
  start(): () => void;
  /** Goes to a path of the application, `replace`: without leaving a trace of the present one. */
  go(path: string, options?: { replace?: boolean }): void;
  /** Keeps something with this place in the history, for when the person comes back to it. */
  remember(memory: Readonly<Record<string, unknown>>): void;
  recall(): Readonly<Record<string, unknown>>;
}

/**
 * Makes a router on the History API. Pages use ordinary `<a href>` links.
 *
 * @example
 * export const router = createRouter({ patterns: { home: '/', order: '/orders/:id' } });
 * @wire(router) place?: Place; // in a component
 */
export function createRouter<const P extends Patterns>({
  patterns,
  serverPaths = ['/auth/', '/api/'],
  view = window,
}: RouterOptions<P>): Router<keyof P & string> {
  const scroll = createScrollMemory(view);
  const here = (visits: number): Place<keyof P & string> => ({
    ...placeOf(view.location, patterns),
    visits,
  });
  const { observed, publish } = createObserved(here(0));

  function arrive(): boolean {
    const { path, visits } = observed.value;
    const moved = view.location.pathname !== path;
    publish(here(moved ? visits + 1 : visits));
    return moved;
  }

  const go: Router<string>['go'] = (path, { replace = false } = {}) => {
    const url = new URL(path, view.location.href);
    scroll.save();
    scroll.forget();
    const same = url.href === view.location.href;
    if (replace || same) view.history.replaceState(view.history.state, '', url);
    else view.history.pushState({}, '', url);
    // A filter changes what is listed, not where the person is looking.
    if (arrive()) view.scrollTo(0, 0);
  };

  const isOurs = ({ pathname }: URL) => !serverPaths.some((prefix) => pathname.startsWith(prefix));

  const clicked = (event: MouseEvent) => {
    const url = followedLink(event, isOurs);
    if (!url) return;
    event.preventDefault();
    go(url.href);
  };

  const cameBack = () => {
    arrive();
    scroll.restore();
  };

  return Object.assign(observed, {
    go,
    start() {
      const unwatch = scroll.watch();
      view.document.addEventListener('click', clicked);
      view.addEventListener('popstate', cameBack);
      arrive();
      scroll.restore();
      return () => {
        unwatch();
        view.document.removeEventListener('click', clicked);
        view.removeEventListener('popstate', cameBack);
      };
    },
    remember(memory: Readonly<Record<string, unknown>>) {
      view.history.replaceState({ ...(view.history.state ?? {}), memory }, '');
    },
    recall: () => view.history.state?.memory ?? {},
  });
}
