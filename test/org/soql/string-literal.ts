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

/**
 * The characters of a quoted literal (documented: "Quoted String Escape Sequences").
 * @returns `undefined` for an escape that SOQL does not know
 */
export function literalCharacters(quoted: string): LiteralCharacter[] | undefined {
  const characters: LiteralCharacter[] = [];
  const inner = quoted.slice(1, -1);
  for (const [part, unicode, escaped] of inner.matchAll(
    /\\u([0-9a-fA-F]{4})|\\([\s\S])|[\s\S]/gu,
  )) {
    if (unicode !== undefined) {
      characters.push({ text: String.fromCharCode(Number.parseInt(unicode, 16)), escaped: true });
    } else if (escaped === undefined) {
      characters.push({ text: part, escaped: false });
    } else {
      const text = escaped === '%' || escaped === '_' ? escaped : escapes[escaped.toLowerCase()];
      if (text === undefined) {
        return undefined;
      }
      characters.push({ text, escaped: true });
    }
  }
  return characters;
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
