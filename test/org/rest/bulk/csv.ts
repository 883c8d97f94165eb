/** The rows of a file, cell by cell; what is not well quoted is a fault of the file. */
export type CsvRows = readonly (readonly string[])[];

/**
 * Reads comma-separated values (RFC 4180), with lines that end in LF or CRLF.
 *
 * @param delimiter one character
 * @throws SyntaxError for a quote that is not closed, or has something behind it
 */
export function parseCsv(source: string, delimiter: string): CsvRows {
  const escaped = delimiter.replace(/[\\^|]/, '\\$&');
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^${escaped}"\\r\\n]*))(${escaped}|\\r?\\n|$)`,
    'y',
  );
  const rows: string[][] = [];
  let row: string[] = [];
  const text = source.replace(/^\uFEFF/, '');
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new SyntaxError('a quote is not closed, or does not close its cell');
    const [, quoted, plain = '', end = ''] = match;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    const endsWithDelimiter = end === delimiter && cell.lastIndex === text.length;
    if (endsWithDelimiter) row.push('');
    if (end !== delimiter || endsWithDelimiter) {
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** Writes rows with every cell in quotes, as Salesforce does (seen). */
export function writeCsv(rows: CsvRows, { delimiter = ',', lineEnding = '\n' } = {}): string {
  const cellOf = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return rows.map((row) => row.map(cellOf).join(delimiter) + lineEnding).join('');
}
