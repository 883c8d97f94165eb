export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** Turns of the event loop over which a wait is spread. */
const turns = 7;

/**
 * In turns, each of which is one however long it took: a process that was held up itself finds answers
 * waiting for it, and must not take its own delay for Redis' and drop the connection of everybody.
 */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let left = turns;
    const timer = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      reject(new DeadlineError(`No answer in ${ms} ms`));
    }, ms / turns);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
