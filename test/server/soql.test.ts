import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { describe, expect, it } from 'vitest';
import { NoLiteral } from '../../server/bff/queries/no-literal.ts';
import { containing, Soql, soql, soqlDate } from '../../server/bff/queries/soql.ts';

/** What an attacker types into a search field. */
const corpus = [
  "' OR Name != '",
  "\\' OR Name != \\'",
  '\\',
  "\\\\' OR Id != null --",
  "'; DELETE FROM Order",
  '" OR ""="',
  "Robert') OR (Name LIKE '%",
  '\u0000\u0007\u001b\n\r\t\f\b',
  '%_%',
  'Ünïcødé 🦊 \ud800',
  '$' + '{Id}',
  ':bind',
  '\u2028\u2029',
];

/** The literal of the one condition of a query, as an independent parser reads it. */
function literalOf(query: string): unknown {
  const { where } = parseQuery(query);
  if (where === undefined || !('left' in where) || where.left === null) throw new Error(query);
  expect('right' in where && where.right).toBeFalsy();
  return 'value' in where.left ? where.left.value : undefined;
}

describe('soql', () => {
  it.each(corpus)('keeps %j one literal', (text) => {
    const query = String(soql`SELECT Id FROM Order WHERE Name = ${text}`);
    const literal = String(literalOf(query));
    expect(query.endsWith(literal)).toBe(true);
    // Unescaped by SOQL's rules, it is what was given.
    const unescaped = literal
      .slice(1, -1)
      .replace(/\\(u[0-9a-f]{4}|.)/g, (_, code: string) =>
        code.length === 5
          ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
          : ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[code] ?? code),
      );
    expect(unescaped).toBe(text.toWellFormed());
  });

  it('escapes the wildcards of LIKE inside a value only', () => {
    expect(String(soql`Name LIKE ${containing('50%_\\')}`)).toBe("Name LIKE '%50\\%\\_\\\\%'");
  });

  it('writes numbers, booleans, null, dates and lists as SOQL does', () => {
    const when = new Date('2026-11-22T01:13:00.000Z');
    expect(
      String(
        soql`${1.5} ${-2} ${0.0000001} ${true} ${null} ${when} ${soqlDate('2026-01-31')} ${['a', "b'"]}`,
      ),
    ).toBe("1.5 -2 0.0000001 true null 2026-11-22T01:13:00.000Z 2026-01-31 ('a', 'b\\'')");
  });

  it('inserts fragments as they are', () => {
    const condition = soql`Status = ${'Draft'}`;
    expect(String(soql`SELECT Id FROM Order WHERE ${condition}${soql``}`)).toBe(
      "SELECT Id FROM Order WHERE Status = 'Draft'",
    );
  });

  it.each([[undefined], [{}], [{ toString: () => "' OR '" }], [[]], [Symbol('x')], [() => 1]])(
    'has no literal for %s',
    (value) => {
      expect(() => soql`Name = ${value as never}`).toThrow(TypeError);
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e21])('has no literal for the number %s', (n) => {
    expect(() => soql`Amount = ${n}`).toThrow(NoLiteral);
  });

  it.each([
    ['number', 123456789e20, '123456789'],
    ['date', new Date('+012345-06-07'), '12345'],
  ])('quotes no %s that it has no literal for', (_, value, quoted) => {
    expect(() => soql`Amount = ${value}`).toThrow(NoLiteral);
    expect(() => soql`Amount = ${value}`).not.toThrow(quoted);
  });

  it.each(['2026-1-1', '2026-13-01', '2026-02-30', 'TODAY', "2026-01-01' OR", ''])(
    '%j is no date',
    (day) => {
      expect(() => soqlDate(day)).toThrow(NoLiteral);
      if (day !== '') expect(() => soqlDate(day)).not.toThrow(day);
    },
  );

  it('cannot be made from a string', () => {
    const text = ["SELECT Id FROM Order WHERE Name = 'x'"] as unknown as TemplateStringsArray;
    expect(() => soql(text)).toThrow('template tag');
    expect(() => new Soql(Symbol('soql') as never, 'SELECT Id FROM Order')).toThrow(TypeError);
  });
});
