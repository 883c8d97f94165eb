import type { WireAdapter, WireAdapterConstructor } from 'lwc';

/** A value that changes, to listen to or to wire. */
export interface Observed<Value> {
  readonly value: Value;
  /** Tells the listener the present value at once and every later one; the answer ends it. */
  subscribe(listener: (value: Value) => void): () => void;
  readonly adapter: WireAdapterConstructor<Record<string, never>, Value>;
}

/**
 * Makes a value that components can wire, and the function that alone changes it.
 *
 * @example
 * const { observed, publish } = createObserved({ user: undefined });
 * @wire(observed) session; // in a component
 */
export function createObserved<Value extends object>(
  initial: Value,
): { observed: Observed<Value>; publish(value: Value): void } {
  const listeners = new Set<(value: Value) => void>();
  let current = Object.freeze(initial);

  const subscribe: Observed<Value>['subscribe'] = (listener) => {
    listeners.add(listener);
    listener(current);
    return () => listeners.delete(listener);
  };

  class Adapter implements WireAdapter {
    readonly #emit: (value: Value) => void;
    #release: (() => void) | undefined;

    constructor(emit: (value: Value) => void) {
      this.#emit = emit;
      emit(current);
    }
    connect() {
      this.#release = subscribe(this.#emit);
    }
    update() {
      // It has no parameters.
    }
    disconnect() {
      this.#release?.();
    }
  }

  return {
    observed: {
      get value() {
        return current;
      },
      subscribe,
      adapter: Adapter,
    },
    publish(value) {
      current = Object.freeze(value);
      // A copy: a listener may end its subscription, or begin another.
      for (const listener of [...listeners]) listener(current);
    },
  };
}
