import fc, { type Arbitrary } from 'fast-check';
import { it } from 'vitest';

/** How the cases of a property are gone through. */
interface Going {
  /** How many cases are under way at once. */
  readonly sideBySide?: number;
}

const cases = wholeNumber('FUZZ_CASES', 2_000);
const seed = wholeNumber('FUZZ_SEED', 1);

/**
 * Declares a test: `holds` throws for nothing that `made` makes up. What fails is made as small as it goes,
 * and reported with the seed under which it comes first.
 *
 * `FUZZ_CASES` and `FUZZ_SEED` say how many cases, and which.
 *
 * @example forAll('stays one literal', fc.string(), (text) => expect(literalOf(text)).toBe(text));
 */
export function forAll<T>(
  name: string,
  made: Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
  { sideBySide = 1 }: Going = {},
): void {
  const numRuns = Math.ceil(cases / sideBySide);
  // Each lane is a run of its own, so that what fails in one is made smaller without the others.
  const lanes = Array.from({ length: sideBySide }, (_, lane) => seed + lane);
  it(name, { timeout: 240_000 + cases * 20 }, async () => {
    const property = fc.asyncProperty(made, async (value) => holds(value));
    await Promise.all(lanes.map((of) => fc.assert(property, { numRuns, seed: of })));
  });
}

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] ?? String(otherwise);
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`${name} is a whole number, not ${text}`);
  return Number(text);
}
