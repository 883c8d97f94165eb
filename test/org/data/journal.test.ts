import { describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { RecordTable } from './record-table.ts';
import { objectNamed } from './schema/schema.ts';

function accounts() {
  const journal = new Journal();
  const table = new RecordTable(objectNamed('Account'));
  table.noteChangesIn(journal);
  const parent = table.insert({ Name: 'Parent' });
  const names = () => [...table.rows()].map(({ Name }) => Name);
  return { journal, table, parent, names };
}

function fail(): never {
  throw new Error('no');
}

describe('a journal', () => {
  it('takes back what a failed attempt inserted and changed, lookups included', () => {
    const { journal, table, parent, names } = accounts();
    const child = table.insert({ Name: 'Child', ParentId: parent.Id });
    const attempt = () => {
      table.insert({ Name: 'New', ParentId: parent.Id });
      table.update(child, { Name: 'Orphan', ParentId: null });
      expect(table.children('ParentId', parent.Id)).toHaveLength(1);
      fail();
    };
    expect(() => journal.attempt(attempt)).toThrow('no');
    expect(names()).toEqual(['Parent', 'Child']);
    expect(table.children('ParentId', parent.Id)).toEqual([child]);
    expect(child).toMatchObject({ Name: 'Child', ParentId: parent.Id });
  });

  it('keeps what an attempt did that did not fail', () => {
    const { journal, table, names } = accounts();
    expect(journal.attempt(() => table.insert({ Name: 'New' }).Name)).toBe('New');
    expect(names()).toEqual(['Parent', 'New']);
  });

  it('takes back what led to a result that is not to be kept', () => {
    const { journal, table, names } = accounts();
    const attempt = () => table.insert({ Name: 'New' }).Name;
    expect(journal.attempt(attempt, (name) => name !== 'New')).toBe('New');
    expect(names()).toEqual(['Parent']);
  });

  it('takes back an inner attempt alone, and with the outer one what an inner one did', () => {
    const { journal, table, parent, names } = accounts();
    const outer = () => {
      table.update(parent, { Name: 'Outer' });
      expect(() =>
        journal.attempt(() => table.update(parent, { Name: 'Inner' }) ?? fail()),
      ).toThrow();
      expect(parent.Name).toBe('Outer');
      journal.attempt(() => table.insert({ Name: 'Kept so far' }));
      fail();
    };
    expect(() => journal.attempt(outer)).toThrow('no');
    expect(names()).toEqual(['Parent']);
  });

  it('gives no id twice, as Salesforce does not', () => {
    const { journal, table } = accounts();
    let lost = '';
    const attempt = () => {
      lost = table.insert({ Name: 'Lost' }).Id;
      fail();
    };
    expect(() => journal.attempt(attempt)).toThrow();
    expect(table.insert({ Name: 'Next' }).Id).not.toBe(lost);
  });
});
