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

/** The text that LIKE compares with: `%` any characters, `_` one, both plain after a backslash; case does not matter. */
export function likePattern(characters: readonly LiteralCharacter[]): RegExp {
  const source = characters.map(({ text, escaped }) => {
    if (!escaped && text === '%') {
      return '[\\s\\S]*';
    }
    if (!escaped && text === '_') {
      return '[\\s\\S]';
    }
    return RegExp.escape(text);
  });
  return new RegExp(`^${source.join('')}$`, 'iu');
}
