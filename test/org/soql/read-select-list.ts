import { readCall } from './read-call.ts';
import type { SelectItemReading, SelectReading } from './select-reading.ts';
import type { Token } from './soql-tokens.ts';
import type { TokenReader } from './token-reader.ts';

/** `COUNT(Id) orders`. */
function withAlias(reader: TokenReader, item: SelectItemReading): SelectItemReading {
  return reader.isName() ? { ...item, text: `${item.text} ${reader.take().text}` } : item;
}

/** `Name, Email` after THEN or ELSE. */
function readNames(reader: TokenReader): string {
  const names = [reader.takeName().text];
  while (reader.takeIf(',')) {
    names.push(reader.takeName().text);
  }
  return names.join(', ');
}

/** `TYPEOF Owner WHEN User THEN Email ELSE Name END`. */
function readTypeof(reader: TokenReader): SelectItemReading {
  const { start: place } = reader.take();
  const branches: string[] = [reader.takeName().text];
  do {
    reader.expect('when', () => reader.isName());
    const type = reader.takeName().text;
    reader.expect('then', () => reader.isName());
    branches.push(`WHEN ${type} THEN ${readNames(reader)}`);
  } while (reader.is('when'));
  const hasElse = reader.takeIf('else');
  if (hasElse) {
    branches.push(`ELSE ${readNames(reader)}`);
  }
  reader.expect('end', ({ text }) => hasElse && /^(?:,|from)$/i.test(text));
  return reader.expression({ place, text: `TYPEOF ${branches.join(' ')} END` });
}

/** `FIELDS(ALL)`. */
function readFields(reader: TokenReader): SelectItemReading {
  const start = reader.take();
  reader.take();
  if (!reader.isName()) {
    throw reader.unexpected(start);
  }
  if (!/^(?:all|custom|standard)$/i.test(reader.peek().text)) {
    // Refused by Salesforce too; the wording is a guess.
    throw reader.unexpected();
  }
  const { text } = reader.take();
  if (!reader.takeIf(')')) {
    throw reader.unexpected(start);
  }
  return reader.expression({ place: start.start, text: `FIELDS(${text})` });
}

/** What may stand after a subquery in a SELECT list. */
function mayFollow({ kind, text }: Token): boolean {
  return text === ',' || kind === 'name';
}

function readItem(reader: TokenReader, readSubquery: () => SelectReading): SelectItemReading {
  const start = reader.peek();
  if (reader.is('(')) {
    reader.take();
    if (!reader.is('select')) {
      throw reader.unexpected();
    }
    const subquery = readSubquery();
    reader.expect(')', mayFollow);
    if (reader.isName()) {
      // Salesforce's grammar has this alias; what it would mean is not documented.
      throw reader.unexpected();
    }
    return { place: start.start, text: '', subquery };
  }
  if (reader.is('typeof') && reader.isName(1)) {
    return readTypeof(reader);
  }
  if (reader.is('fields') && reader.is('(', 1)) {
    return readFields(reader);
  }
  return reader.expression(withAlias(reader, readCall(reader, start)));
}

/**
 * Reads what is between SELECT and FROM.
 * @param select the token before
 * @throws {ApiError} MALFORMED_QUERY
 */
export function readSelectList(
  reader: TokenReader,
  select: Token,
  readSubquery: () => SelectReading,
): SelectItemReading[] {
  const [first, second] = [reader.peek(), reader.peek(1)];
  if (!reader.isName() && first.text !== '(') {
    throw reader.unexpected(select);
  }
  if (reader.is('count') && second.text === '(') {
    if (reader.is(')', 2)) {
      // COUNT() stands alone (documented).
      [first, second, first].forEach(reader.take);
      return [reader.expression({ place: first.start, text: 'COUNT()' })];
    }
    if (!reader.isName(2)) {
      reader.take();
      reader.take();
      throw reader.unexpected(select);
    }
  }
  const items = [readItem(reader, readSubquery)];
  while (reader.takeIf(',')) {
    if (!reader.isName() && !reader.is('(')) {
      throw reader.unexpected();
    }
    items.push(readItem(reader, readSubquery));
  }
  return items;
}
