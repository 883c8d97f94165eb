/** What somebody has typed, as it is kept. */
export interface Typed {
  /** Whose it is, and at which address: it goes into no other page. */
  readonly owner: string;
  readonly address: string;
  /** Where it stood, and what it said. */
  readonly texts: readonly (readonly [place: string, text: string])[];
}

/**
 * What the browser has kept; nothing where it is none: another release may have written it, or any script
 * of this origin.
 *
 * @example readTyped(sessionStorage.getItem(keptName))
 */
export function readTyped(stored: string | null): Typed | undefined {
  try {
    const kept: unknown = JSON.parse(stored ?? 'null');
    return isTyped(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

const isTyped = (kept: unknown): kept is Typed =>
  typeof kept === 'object' &&
  kept !== null &&
  'owner' in kept &&
  typeof kept.owner === 'string' &&
  'address' in kept &&
  typeof kept.address === 'string' &&
  'texts' in kept &&
  Array.isArray(kept.texts) &&
  kept.texts.every(isText);

const isText = (item: unknown): boolean =>
  Array.isArray(item) && item.length === 2 && item.every((text) => typeof text === 'string');
