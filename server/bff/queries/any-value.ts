/**
 * Stands for a value that is not there yet: it has every property, can be called, and is true. For
 * looking at what a function would write before anybody has asked it to.
 */
export const anyValue: unknown = new Proxy(() => anyValue, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : anyValue),
  apply: () => anyValue,
});

/** Has every property too, and each is null. */
export const noValues: unknown = new Proxy({}, { get: () => null });
