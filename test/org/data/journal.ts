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
   * Runs `work`; where it throws, everything that it changed is as it was before. An attempt
   * within an attempt is a savepoint.
   */
  attempt<T>(work: () => T): T {
    const outer = this.#undo;
    const own: (() => void)[] = [];
    this.#undo = own;
    try {
      const result = work();
      outer?.push(...own);
      return result;
    } catch (error) {
      for (const undo of own.reverse()) undo();
      throw error;
    } finally {
      this.#undo = outer;
    }
  }
}
