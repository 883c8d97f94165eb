import { describe, expect, it } from 'vitest';
import { parseCsv, writeCsv } from './csv.ts';

describe('parseCsv', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa\n1\n', [['a'], ['1']]],
    [
      'a,b\n"1,""2""\nand more",\n',
      [
        ['a', 'b'],
        ['1,"2"\nand more', ''],
      ],
    ],
    [
      'a,b\n,',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['a\n\n\n1\n', [['a'], ['1']]],
    ['', []],
  ])('reads %j', (text, rows) => {
    expect(parseCsv(text, ',')).toEqual(rows);
  });

  it.each(['^', '|', '\t', ';', '`'])('reads what is delimited by %j', (delimiter) => {
    expect(parseCsv(`a${delimiter}b\n"1${delimiter}"${delimiter}2,3\n`, delimiter)).toEqual([
      ['a', 'b'],
      [`1${delimiter}`, '2,3'],
    ]);
  });

  it.each(['a\n"1', 'a\n"1"2', 'a\n1"2'])('refuses %j', (text) => {
    expect(() => parseCsv(text, ',')).toThrow(SyntaxError);
  });

  it('takes a long text in one go', () => {
    const text = `a,b\n${'"1",2\n'.repeat(200_000)}`;
    expect(parseCsv(text, ',')).toHaveLength(200_001);
  });
});

describe('writeCsv', () => {
  it('quotes every cell', () => {
    expect(
      writeCsv(
        [
          ['a', 'b"c'],
          ['1', ''],
        ],
        { lineEnding: '\r\n' },
      ),
    ).toBe('"a","b""c"\r\n"1",""\r\n');
  });
});
