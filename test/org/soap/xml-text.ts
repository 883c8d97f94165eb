/** XML 1.0 section 2.2: everything else cannot even be written as a reference. */
function isCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** The five that XML itself defines; a document may define no others here. */
const characterOf = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const nameOf = new Map([...characterOf].map(([name, character]) => [character, name]));

/**
 * The text that characters and references stand for.
 *
 * @throws SyntaxError for a reference that XML does not define
 */
export function decodeXml(text: string): string {
  return text.replaceAll(/&([^;]*)(;?)/g, (whole, reference: string, end: string) => {
    const [, hex, decimal] = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}))$/.exec(reference) ?? [];
    const code =
      hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : -1;
    const found = isCharacter(code) ? String.fromCodePoint(code) : characterOf.get(reference);
    if (end === '' || found === undefined) {
      throw new SyntaxError(`The reference "${whole.slice(0, 20)}" is not defined.`);
    }
    return found;
  });
}

/** Text as it may stand in content and in attributes; what XML cannot carry at all becomes U+FFFD. */
export function encodeXml(text: string): string {
  return [...text]
    .map((character) => (isCharacter(character.codePointAt(0) ?? 0) ? character : '\uFFFD'))
    .join('')
    .replaceAll(/[<>&"']/g, (character) => `&${nameOf.get(character) ?? ''};`);
}
