import { describe, expect, it } from 'vitest';
import { NoLiteral } from '../../server/bff/queries/no-literal.ts';
import { Sql, sql, sqlName } from '../../server/bff/queries/sql.ts';

const tidy = (query: Sql) => {
  const { text, values } = query.statement();
  return [text.replace(/\s+/g, ' ').trim(), values];
};

describe('sql', () => {
  it('numbers its values when all of it is there', () => {
    const behind = sql`(day, sfid) > (${'2026-01-01'}, ${'a'})`;
    const query = sql`SELECT 1 WHERE a = ${1} AND ${behind}${sql``} AND b = ${true} LIMIT ${2}`;
    expect(tidy(query)).toEqual([
      'SELECT 1 WHERE a = $1 AND (day, sfid) > ( $2 , $3 ) AND b = $4 LIMIT $5',
      [1, '2026-01-01', 'a', true, 2],
    ]);
    // The fragment is as it was.
    expect(tidy(behind)).toEqual(['(day, sfid) > ( $1 , $2 )', ['2026-01-01', 'a']]);
  });

  it.each(["'; DROP TABLE x; --", '\\', '$1', '"', '\u0000', "E'\\''", '🙂'])(
    'keeps %j out of the text',
    (value) => {
      expect(tidy(sql`SELECT ${value}`)).toEqual(['SELECT $1', [value]]);
    },
  );

  it('binds lists as one value, moments as UTC, and no half characters', () => {
    const when = new Date('2026-03-29T01:30:00Z');
    expect(tidy(sql`${['a', 'b']} ${[]} ${when} ${null} ${'\ud800'}`)).toEqual([
      '$1 $2 $3 $4 $5',
      [['a', 'b'], [], '2026-03-29T01:30:00.000Z', null, '\ufffd'],
    ]);
  });

  it('never lets a value and what stands beside it become one name', () => {
    expect(tidy(sql`total${1}x`)).toEqual(['total $1 x', [1]]);
  });

  it.each([
    [undefined],
    [{}],
    [{ toString: () => '1' }],
    [[undefined]],
    [[['a']]],
    [() => 1],
    [1n],
  ])('takes no %s', (value) => {
    expect(() => sql`SELECT ${value as never}`).toThrow(TypeError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('takes no %s', (value) => {
    expect(() => sql`SELECT ${value}`).toThrow(NoLiteral);
  });

  it('is nothing but a template tag, and numbers no values by hand', () => {
    expect(() => sql(['SELECT 1'] as never)).toThrow('template tag');
    expect(() => new Sql(Symbol('sql') as never, ['SELECT 1'], [])).toThrow(TypeError);
    expect(() => sql`SELECT $1`).toThrow('without a number of its own');
  });

  it.each(['Order', 'a.b', 'a"b', '', 'a b', 'order; --', 'é'])('%j names no table', (name) => {
    expect(() => sqlName(name)).toThrow(TypeError);
  });
});
