/** Numbers that look random and are the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Something with a life of its own, such as a server process: what it waits for never comes once it is dead. */
export interface Actor {
  isDead: boolean;
}

/**
 * A world in which nothing happens by itself: every wait ends when the simulation says so, in an order
 * that the seed decides, and time is a number.
 */
export interface Simulation {
  readonly random: () => number;
  now(): number;
  /** Does something at a later time. */
  at(delayMs: number, event: () => void): void;
  /**
   * A call over a wire: it has its effect at one time, and its answer comes back at another. Whoever dies
   * in between has called all the same, and never learns the answer.
   */
  call<T>(actor: Actor, effectMs: number, answerMs: number, effect: () => T): Promise<T>;
  /** Runs until nothing is left to happen. @throws {Error} when that does not come */
  run(): Promise<void>;
}

/** Events of one run; one that has more goes round in circles. */
const mostEvents = 20_000;

export function createSimulation(seed: number): Simulation {
  const random = seededRandom(seed);
  let time = 0;
  let order = 0;
  const events: { readonly time: number; readonly order: number; readonly event: () => void }[] =
    [];

  function at(delayMs: number, event: () => void): void {
    order += 1;
    events.push({ time: time + delayMs, order, event });
  }

  return {
    random,
    now: () => time,
    at,
    call: (actor, effectMs, answerMs, effect) =>
      new Promise((resolve, reject) => {
        if (actor.isDead) return;
        at(effectMs, () => {
          const outcome = attempt(effect);
          at(Math.max(0, answerMs - effectMs), () => {
            if (actor.isDead) return;
            if ('error' in outcome) reject(outcome.error);
            else resolve(outcome.value);
          });
        });
      }),
    async run() {
      for (let count = 0; count < mostEvents; count += 1) {
        // What follows from the last event is done before the next.
        await new Promise((resolve) => setImmediate(resolve));
        events.sort((a, b) => a.time - b.time || a.order - b.order);
        const next = events.shift();
        if (next === undefined) return;
        time = next.time;
        next.event();
      }
      throw new Error('The simulation does not end');
    },
  };
}

function attempt<T>(effect: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: effect() };
  } catch (error) {
    return { error };
  }
}
