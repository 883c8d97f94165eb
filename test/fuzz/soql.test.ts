import { parseQuery } from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { NoLiteral } from '../../server/bff/queries/no-literal.ts';
import { containing, type SoqlValue, soql, soqlDate } from '../../server/bff/queries/soql.ts';
import { forAll } from './for-all.ts';
import { anything, hostileText } from './hostile-text.ts';

/** Queries as routes write them, with places for values. */
const templates: readonly ((value: SoqlValue) => string)[] = [
  (value) => `${soql`SELECT Id FROM Order WHERE Name = ${value}`}`,
  (value) =>
    `${soql`SELECT Id, (SELECT Id FROM OrderItems WHERE Description != ${value}) FROM Order
      WHERE (Status = 'Draft' OR Name = ${value}) AND Owner.Name >= ${value} ORDER BY Name LIMIT 5`}`,
  (value) => {
    const condition = soql`(Name < ${value} OR (Name = ${value} AND Id < ${'801'}))`;
    return `${soql`SELECT Status, COUNT(Id) FROM Order WHERE ${condition} GROUP BY Status HAVING MAX(Name) = ${value}`}`;
  },
];

/** The same for what stands behind IN, and LIKE. */
const listTemplate = (value: SoqlValue) =>
  `${soql`SELECT Id FROM Order WHERE Name IN ${value} AND (NOT Status IN ${value})`}`;
const likeTemplate = (text: string) =>
  `${soql`SELECT Id FROM Order WHERE Name LIKE ${containing(text)} AND Status = ${'Draft'}`}`;

interface Read {
  /** All that the query says but for its values: of those only of what kind they are. */
  readonly structure: string;
  /** The values, as they are written. */
  readonly literals: readonly unknown[];
}

/** As somebody else's parser reads it. */
function read(query: string): Read {
  const literals: unknown[] = [];
  const structure = JSON.stringify(parseQuery(query), (key, value: unknown) => {
    if (key !== 'value') return value;
    literals.push(value);
    return Array.isArray(value) ? value.length : 'a value';
  });
  return { structure, literals };
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** What a literal says, by the list of escapes in Salesforce's documentation. */
function decoded(literal: string): string {
  expect(literal).toMatch(/^'(?:[^'\\\n\r]|\\(?:[nrtbf"'\\_%]|u[\da-f]{4}))*'$/su);
  return literal
    .slice(1, -1)
    .replace(/\\(u[\da-f]{4}|.)/gs, (_, code: string) =>
      code.length === 5
        ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
        : (escapes[code] ?? code),
    );
}

/** A literal of SOQL's, as a value of JavaScript's. */
function saidBy(literal: string): unknown {
  if (literal.startsWith("'")) return decoded(literal);
  if (/^-?\d+(?:\.\d+)?$/.test(literal)) return Number(literal);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(literal)) return new Date(literal).getTime();
  if (/^\d{4}-\d\d-\d\d$/.test(literal)) return literal;
  expect(literal).toMatch(/^(?:null|true|false)$/i);
  return JSON.parse(literal.toLowerCase());
}

const template = fc.constantFrom(...templates);
const harmlessNumber = (value: number) =>
  (value < 0 ? -1 : 1) * (Number.isInteger(value) ? 7 : 1.5);

describe('whatever is put into a query', () => {
  forAll(
    'text stays one literal that says the same',
    fc.tuple(template, hostileText),
    ([write, text]) => {
      const { structure, literals } = read(write(text));
      const harmless = read(write('x'));
      expect(structure).toBe(harmless.structure);
      harmless.literals.forEach((literal, index) => {
        const expected = literal === "'x'" ? text.toWellFormed() : decoded(String(literal));
        expect(decoded(String(literals[index]))).toBe(expected);
      });
    },
  );

  forAll('what is looked for within text has no wildcards of its own', hostileText, (text) => {
    const { structure, literals } = read(likeTemplate(text));
    expect(structure).toBe(read(likeTemplate('x')).structure);
    const [pattern] = literals.map(String);
    expect(pattern).toMatch(/^'%(?:[^%_\\]|\\.)*%'$/su);
    expect(decoded(String(pattern))).toBe(`%${text.toWellFormed()}%`);
  });

  forAll(
    'numbers, moments, days, true, false and null are written as SOQL writes them, or refused',
    fc.tuple(
      template,
      fc.oneof(
        fc.double(),
        fc.integer(),
        fc.float().map((number) => number / 1e9),
        fc.date({ noInvalidDate: false }),
        fc.boolean(),
        fc.constant(null),
      ),
    ),
    ([write, value]) => {
      const text = writtenOrRefused(() => write(value));
      if (text === undefined) return;
      const like =
        value instanceof Date
          ? new Date('2026-01-01')
          : typeof value === 'number'
            ? harmlessNumber(value)
            : value;
      const [{ structure, literals }, harmless] = [read(text), read(write(like))];
      expect(structure).toBe(harmless.structure);
      expect(saidBy(String(literals.at(-1)))).toEqual(
        // SOQL has one zero.
        value instanceof Date ? value.getTime() : value === 0 ? 0 : value,
      );
    },
  );

  forAll(
    'a day is a day, or refused',
    fc.oneof(
      hostileText,
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace(/T.*/, '')),
      fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/),
    ),
    (day) => {
      const text = writtenOrRefused(() =>
        String(soql`SELECT Id FROM Order WHERE Day = ${soqlDate(day)}`),
      );
      if (text === undefined) return;
      expect(read(text)).toEqual({
        structure: read('SELECT Id FROM Order WHERE Day = 2026-01-01').structure,
        literals: [day],
      });
      const [year, month, date] = day.split('-').map(Number);
      const moment = new Date(0);
      moment.setUTCFullYear(Number(year), Number(month) - 1, date);
      expect([moment.getUTCMonth() + 1, moment.getUTCDate()]).toEqual([month, date]);
    },
  );

  forAll(
    'a list is a list of as many, each as it was given',
    fc.array(fc.oneof(hostileText, fc.integer()), { minLength: 1, maxLength: 6 }),
    (list) => {
      const { structure, literals } = read(listTemplate(list));
      expect(structure).toBe(
        read(
          listTemplate(list.map((item) => (typeof item === 'string' ? 'x' : harmlessNumber(item)))),
        ).structure,
      );
      const expected = list.map((item) =>
        typeof item === 'string' ? item.toWellFormed() : item || 0,
      );
      for (const literal of literals) {
        expect([literal].flat().map((item) => saidBy(String(item)))).toEqual(expected);
      }
    },
  );

  forAll('anything else is refused', fc.tuple(template, anything), ([write, value]) => {
    // Its digits decide whether such a number can be written: if it is, another property reads it.
    if ([value].flat().some((item) => typeof item === 'number' && isAllBut0(item))) return;
    const place = Array.isArray(value) ? listTemplate : write;
    // A mistake in a route, as JavaScript may make it.
    const text = writtenOrRefused(() => place(value as SoqlValue));
    expect([typeof text, value]).toEqual([hasLiteral(value) ? 'string' : 'undefined', value]);
    if (text !== undefined) read(text);
  });
});

function hasLiteral(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && Array.from(value).every(hasLiteralInList);
  if (value instanceof Date) return value.getUTCFullYear() >= 0 && value.getUTCFullYear() <= 9_999;
  return value === null || typeof value === 'boolean' || hasLiteralInList(value);
}

const hasLiteralInList = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'number' && Math.abs(value) < 1e18);

const isAllBut0 = (value: number): boolean => value !== 0 && Math.abs(value) < 1e-80;

/** @returns undefined where it is refused in words of ours */
function writtenOrRefused(write: () => string): string | undefined {
  try {
    return write();
  } catch (error) {
    expect([TypeError, NoLiteral]).toContain((error as Error).constructor);
    expect(String(error)).toMatch(/SOQL/);
    return undefined;
  }
}
