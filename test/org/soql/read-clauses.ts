import { readCall } from './read-call.ts';
import { mayFollowCondition } from './read-condition.ts';
import { refuseBind } from './read-literal.ts';
import type { OrderReading, Reading, RowCountReading, SelectReading } from './select-reading.ts';
import { errorAt, syntaxErrorAt } from './source-text.ts';
import type { TokenReader } from './token-reader.ts';

export function readScope(reader: TokenReader): Reading | undefined {
  if (!reader.takeIf('using')) {
    return undefined;
  }
  reader.expect('scope');
  const { start: place, text } = reader.takeName();
  return { place, text };
}

/** Access modes are for Apex alone, data categories for knowledge articles, which the org has not. */
export function refuseWith(reader: TokenReader): void {
  if (!reader.is('with')) {
    return;
  }
  const { start: place } = reader.take();
  if (!reader.isName()) {
    throw reader.unexpected();
  }
  if (/^(?:security_enforced|user_mode|system_mode)$/i.test(reader.peek().text)) {
    // Documented for SECURITY_ENFORCED (Winter '25 release notes), guessed for the others.
    const message =
      'rule soqlWithIdentifierClause failed predicate: {this.helper.allowApexSyntax() && this.helper.hasApexContext()}?';
    throw syntaxErrorAt(reader.source, reader.peek().start, message);
  }
  const message = `WITH ${reader.peek().text} is not supported by the embedded org`;
  throw errorAt(reader.source, place, 'MALFORMED_QUERY', message);
}

function readCalls(reader: TokenReader): Reading[] {
  const calls = [reader.expression(readCall(reader))];
  while (reader.takeIf(',')) {
    calls.push(reader.expression(readCall(reader)));
  }
  return calls;
}

/** `GROUP BY a, b` or `GROUP BY ROLLUP(a, b)`: not both (documented). */
export function readGroups(reader: TokenReader): Pick<SelectReading, 'groups' | 'subtotals'> {
  if (!reader.is('group')) {
    return { groups: [], subtotals: 'none' };
  }
  reader.take();
  reader.expect('by');
  const subtotals = reader.is('rollup') ? 'rollup' : reader.is('cube') ? 'cube' : 'none';
  if (subtotals === 'none') {
    return { groups: readCalls(reader), subtotals };
  }
  reader.take();
  reader.expect('(', () => reader.isName());
  const groups = readCalls(reader);
  reader.expect(')', mayFollowCondition);
  return { groups, subtotals };
}

function readOrder(reader: TokenReader): OrderReading {
  const { place, text } = readCall(reader);
  const descending = reader.takeIf('desc');
  if (!descending) {
    reader.takeIf('asc');
  }
  let nullsLast = false;
  if (reader.takeIf('nulls')) {
    nullsLast = reader.takeIf('last');
    if (!nullsLast) {
      reader.expect('first', ({ kind }) => kind === 'end');
    }
  }
  return reader.expression({ place, text, descending, nullsLast });
}

export function readOrders(reader: TokenReader): OrderReading[] {
  if (!reader.takeIf('order')) {
    return [];
  }
  reader.expect('by');
  const orders = [readOrder(reader)];
  while (reader.takeIf(',')) {
    orders.push(readOrder(reader));
  }
  return orders;
}

/** `LIMIT 5`, `OFFSET 5`. */
export function readCount(reader: TokenReader, word: string): RowCountReading | undefined {
  if (!reader.takeIf(word)) {
    return undefined;
  }
  if (reader.is(':')) {
    throw refuseBind(reader);
  }
  if (!/^\d+$/.test(reader.peek().text)) {
    throw reader.unexpected();
  }
  const { text, start: place } = reader.take();
  return { place, text, rows: Number(text) };
}

/**
 * `FOR VIEW` and `UPDATE TRACKING` note down that somebody looked. `FOR UPDATE` is documented for
 * Apex; that REST takes it is a guess.
 */
export function readNotes(reader: TokenReader): Pick<SelectReading, 'isShown' | 'lock'> {
  const purpose = readPurpose(reader);
  if (reader.takeIf('update')) {
    do {
      if (!/^(?:tracking|viewstat)$/i.test(reader.peek().text)) {
        throw reader.unexpected();
      }
      reader.take();
    } while (reader.takeIf(','));
  }
  const isLock = purpose?.text === 'update';
  return {
    isShown: purpose !== undefined && !isLock,
    lock: isLock ? { place: purpose.place, text: 'FOR UPDATE' } : undefined,
  };
}

function readPurpose(reader: TokenReader): Reading | undefined {
  const start = reader.peek();
  if (!reader.takeIf('for')) {
    return undefined;
  }
  if (!/^(?:view|reference|update)$/i.test(reader.peek().text)) {
    throw reader.unexpected(start);
  }
  return { place: start.start, text: reader.take().text.toLowerCase() };
}
