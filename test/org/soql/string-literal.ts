const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** One character of a string literal; `escaped` tells `\%` from `%` to LIKE. */
export interface LiteralCharacter {
  readonly text: string;
  readonly escaped: boolean;
}

const parts = /\\u([0-9a-fA-F]{4})|\\([\s\S])|[\s\S]/gu;

/**
 * Where the first escape ends that SOQL does not know (documented: "Quoted String Escape
 * Sequences"), in characters from the opening quote.
 * @param inLike whether `\%` and `\_` are known
 */
export function endOfInvalidEscape(quoted: string, inLike: boolean): number | undefined {
  for (const match of quoted.matchAll(parts)) {
    const escaped = match[2];
    const isWildcard = escaped === '%' || escaped === '_';
    if (escaped !== undefined && !(isWildcard ? inLike : escaped.toLowerCase() in escapes)) {
      return match.index + 2;
    }
  }
  return undefined;
}

/** The characters of a quoted literal whose escapes are all known. */
export function literalCharacters(quoted: string): LiteralCharacter[] {
  return Array.from(quoted.slice(1, -1).matchAll(parts), ([part, unicode, escaped]) => {
    if (unicode !== undefined) {
      return { text: String.fromCharCode(Number.parseInt(unicode, 16)), escaped: true };
    }
    return escaped === undefined
      ? { text: part, escaped: false }
      : { text: escapes[escaped.toLowerCase()] ?? escaped, escaped: true };
  });
}

/**
 * Whether LIKE finds the text: `%` is any characters, `_` is one, both are themselves after a
 * backslash, and case does not matter. Not a regular expression, which a pattern of many `%` would
 * keep busy for minutes: here the last `%` alone is ever tried again.
 */
export function matchesLike(pattern: readonly LiteralCharacter[], value: string): boolean {
  const text = Array.from(value.toLowerCase());
  let at = 0;
  let place = 0;
  let wildcard = -1;
  let retryFrom = 0;
  while (at < text.length) {
    const wanted = pattern[place];
    if (wanted !== undefined && !wanted.escaped && wanted.text === '%') {
      wildcard = place;
      retryFrom = at;
      place += 1;
    } else if (
      wanted !== undefined &&
      ((!wanted.escaped && wanted.text === '_') || wanted.text.toLowerCase() === text[at])
    ) {
      at += 1;
      place += 1;
    } else if (wildcard >= 0) {
      retryFrom += 1;
      at = retryFrom;
      place = wildcard + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(place).every(({ escaped, text: rest }) => !escaped && rest === '%');
}
