/**
 * Freezes an answer and everything in it: several components hold the same one.
 *
 * @example deepFreeze(await response.json())
 */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
