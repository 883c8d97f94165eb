/** Says where a key stands in a body, as Salesforce's parser does: `[line:1, column:2]`. */
export type PlaceOf = (key: string) => string;

/**
 * Places in the text of a request. Seen: line and column of the field's name; which one is meant
 * where a name occurs more than once is a guess (the first).
 */
export function placesIn(source: string): PlaceOf {
  return function placeOf(key) {
    const quoted = JSON.stringify(key);
    let offset = source.indexOf(quoted);
    while (offset >= 0 && !/^\s*:/.test(source.slice(offset + quoted.length))) {
      offset = source.indexOf(quoted, offset + 1);
    }
    return placeAt(source, Math.max(0, offset));
  };
}

/** The place of a character. */
export function placeAt(source: string, offset: number): string {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return `[line:${String(line)}, column:${String(offset - before.lastIndexOf('\n'))}]`;
}
