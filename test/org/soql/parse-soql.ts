import { type FieldType, parseQuery } from '@jetstreamapp/soql-parser-js';
import { readSelect } from './read-select.ts';
import type { Reading, SelectReading } from './select-reading.ts';
import { errorAt, syntaxErrorAt } from './source-text.ts';
import { createTokenReader } from './token-reader.ts';

/** The longest SOQL statement that Salesforce takes (documented: 100,000 characters). */
const longest = 100_000;

export interface ParsedSoql {
  readonly select: SelectReading;
  /** The tree of a field or a function that the query names. */
  expressionOf(reading: Reading): FieldType;
}

/**
 * The parser knows neither places nor which parentheses Salesforce wants, and it drops parts of
 * what it does not understand: so the query is read for these first, and the parser is asked for
 * its expressions alone.
 */
function parseExpressions(source: string, readings: readonly Reading[]): Map<Reading, FieldType> {
  const list = readings.map(({ text }) => text).join(', ');
  try {
    const { fields = [] } = parseQuery(`SELECT ${list} FROM Name`);
    return new Map(readings.map((reading, index) => [reading, fields[index] as FieldType]));
  } catch {
    const message = 'The embedded org does not understand a field or function of this query';
    throw errorAt(source, 0, 'MALFORMED_QUERY', message);
  }
}

/**
 * Parses a query.
 * @throws {ApiError} MALFORMED_QUERY, pointing at the place, in the words of Salesforce's parser
 */
export function parseSoql(source: string): ParsedSoql {
  if (source.length > longest) {
    // Documented, the wording seen.
    throw syntaxErrorAt('', 0, 'SOQL statements cannot be longer than 100000 characters.');
  }
  const reader = createTokenReader(source);
  const select = readSelect(reader);
  if (reader.peek().kind !== 'end') {
    throw reader.unexpected();
  }
  const expressions = parseExpressions(source, reader.expressions);
  return {
    select,
    expressionOf(reading) {
      const expression = expressions.get(reading);
      if (expression === undefined) {
        throw new Error(`never read: ${reading.text}`);
      }
      return expression;
    },
  };
}
