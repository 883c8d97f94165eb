import { describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { RecordTable } from './record-table.ts';
import { objectNamed } from './schema/schema.ts';

function tableToFill() {
  let fills = 0;
  const table = new RecordTable(objectNamed('Account'));
  table.fillWhenAsked((self) => {
    fills += 1;
    self.insert({ Name: 'One' });
    self.insert({ Name: 'Two' });
  });
  return { table, fills: () => fills };
}

describe('a table that is filled when asked', () => {
  it.each([
    ['its size', (table: RecordTable) => table.size],
    ['its rows', (table: RecordTable) => [...table.rows()].length],
    ['an id', (table: RecordTable) => (table.find('0015g0000000002AAA') === undefined ? 0 : 2)],
  ])('has its rows for whoever asks for %s, made once', (_, ask) => {
    const { table, fills } = tableToFill();
    expect(fills()).toBe(0);
    expect(ask(table)).toBe(2);
    expect([ask(table), fills()]).toEqual([2, 1]);
  });

  it('numbers a new row after those that nobody has asked for yet', () => {
    const { table } = tableToFill();
    expect(table.insert({ Name: 'Three' }).Id).toBe('0015g0000000003AAA');
    expect([...table.rows()].map(({ Name }) => Name)).toEqual(['One', 'Two', 'Three']);
  });

  it('gives a copy rows of its own, made when that is asked', () => {
    const { table, fills } = tableToFill();
    const copy = new RecordTable(objectNamed('Account'));
    copy.copyFrom(table);
    expect(fills()).toBe(0);
    const [first] = copy.rows();
    copy.update(copy.get(first?.Id ?? null), { Name: 'Other' });
    expect([...table.rows()].map(({ Name }) => Name)).toEqual(['One', 'Two']);
  });

  it('keeps its rows where an attempt that asked first is taken back', () => {
    const { table } = tableToFill();
    const journal = new Journal();
    table.noteChangesIn(journal);
    const attempt = () => {
      table.insert({ Name: 'Three' });
      throw new Error('no');
    };
    expect(() => journal.attempt(attempt)).toThrow('no');
    expect([...table.rows()].map(({ Name }) => Name)).toEqual(['One', 'Two']);
  });
});
