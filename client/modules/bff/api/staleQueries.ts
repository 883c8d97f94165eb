/** Tells of queries whose answers are no longer true, in this tab and in the same person's others. */
export interface StaleQueries {
  /** Whose tabs are told from now on: nobody's where nobody is signed in. */
  of(person: string | null | undefined): void;
  /** Something has made the answers of those queries untrue. */
  tell(names: readonly string[]): void;
}

/**
 * Makes what carries the word from tab to tab.
 *
 * Each person has a channel of their own, so that no tab that still shows somebody else reads what is
 * not for them. It carries the names of queries and nothing else. A tab that nobody sees waits.
 *
 * @param refresh reads those queries again, as far as they are on the page
 */
export function createStaleQueries(
  refresh: (names: ReadonlySet<string>) => void,
  view: Window = window,
): StaleQueries {
  const { document } = view;
  let otherTabs: BroadcastChannel | undefined;
  let waiting = new Set<string>();

  function seen() {
    if (document.visibilityState === 'hidden' || waiting.size === 0) return;
    const names = waiting;
    waiting = new Set();
    refresh(names);
  }

  function heard({ data }: MessageEvent<unknown>) {
    // Any script of this origin can say anything; a name that is none is on no page.
    if (!Array.isArray(data)) return;
    for (const name of data.filter((item) => typeof item === 'string')) waiting.add(name);
    if (document.visibilityState === 'hidden') {
      document.addEventListener('visibilitychange', seen, { once: true });
    } else seen();
  }

  return {
    of(person) {
      otherTabs?.close();
      waiting.clear();
      otherTabs = person ? new BroadcastChannel(`bff-stale:${person}`) : undefined;
      otherTabs?.addEventListener('message', heard);
    },
    tell(names) {
      refresh(new Set(names));
      otherTabs?.postMessage(names);
    },
  };
}
