/**
 * Remembers how changes are taken back for as long as somebody may want to: what makes a request
 * all or nothing. Nothing is kept outside of an attempt.
 */
export class Journal {
  #undo: (() => void)[] | undefined;

  /** Called with every change, by whatever changed. */
  note(undo: () => void): void {
    this.#undo?.push(undo);
  }

  /**
   * Runs `work`; where it throws, or its result is not one to keep, everything that it changed is
   * as it was before. An attempt within an attempt is a savepoint.
   */
  attempt<T>(work: () => T, isKept: (result: T) => boolean = () => true): T {
    const outer = this.#undo;
    const own: (() => void)[] = [];
    let kept = false;
    this.#undo = own;
    try {
      const result = work();
      kept = isKept(result);
      return result;
    } finally {
      this.#undo = outer;
      if (kept) outer?.push(...own);
      else for (const undo of own.reverse()) undo();
    }
  }
}
