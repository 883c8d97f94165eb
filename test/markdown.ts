/** The first group of every match. */
export const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, group = '']) => group);

/**
 * The rows of the table whose first column has this heading, cell by cell.
 *
 * @throws {Error} when there is none
 * @example rowsOf(readme, 'command') // [['`npm test`', 'everything']]
 */
export function rowsOf(text: string, heading: string): string[][] {
  const [, table] = text.split(`\n| ${heading} |`);
  if (table === undefined) throw new Error(`There is no table that begins with ${heading}`);
  const [, , ...lines] = table.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** The relative links of a document, pictures too. */
export const linksOf = (text: string): string[] =>
  [...matches(text, /\]\(([^)\s]+)\)/g), ...matches(text, /(?:src|srcset)="([^"]+)"/g)].filter(
    (link) => !/^[a-z]+:/.test(link),
  );

/** The fragments by which GitHub reaches a document's headings. */
export const anchorsOf = (text: string): string[] =>
  matches(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

/** The blocks of code in a language. */
export const codeBlocksOf = (text: string, language: string): string[] =>
  matches(text, new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
