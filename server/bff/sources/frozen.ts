/**
 * What several requests are given as one: whoever writes into it is told so, and changes it for nobody.
 *
 * @param value as JSON has it; all of it is frozen, in place
 */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
