import { describe, expect, it } from 'vitest';
import { compareRecords, lastingDifferences } from '../../server/bff/sources/compare-records.ts';
import { auditReport } from '../../server/commands/audit-report.ts';

const [a, b, c] = ['801000000000001AAA', '801000000000002AAA', '801000000000003AAA'];

describe('compareRecords', () => {
  it('finds what only one of the two lets through', () => {
    expect(compareRecords([a, b], [b, c])).toEqual({ leaks: [c], gaps: [a] });
    expect(compareRecords([a, b], [b, a])).toEqual({ leaks: [], gaps: [] });
    expect(compareRecords([], [a])).toEqual({ leaks: [a], gaps: [] });
  });

  it('takes an id with 15 characters for the same with 18, and case for what it is', () => {
    expect(compareRecords([a.slice(0, 15)], [a])).toEqual({ leaks: [], gaps: [] });
    const [upper, lower] = ['80100000000001AAAM', '80100000000001aAAE'];
    expect(compareRecords([upper], [lower])).toEqual({ leaks: [lower], gaps: [upper] });
  });

  it('counts what is named twice once', () => {
    expect(compareRecords([a, a], [c, c])).toEqual({ leaks: [c], gaps: [a] });
  });
});

describe('lastingDifferences', () => {
  it('are those that are found twice, in the same direction', () => {
    const first = { leaks: [a, b], gaps: [c] };
    expect(lastingDifferences(first, { leaks: [b], gaps: [a] })).toEqual({ leaks: [b], gaps: [] });
    expect(lastingDifferences(first, first)).toEqual(first);
  });
});

describe('auditReport', () => {
  const table = { table: 'order', inSalesforce: 2, inReplica: 2, leaks: [c], gaps: [a] };
  const users = [
    { username: 'ada@northwind.example', tables: [table, { ...table, table: 'case', leaks: [] }] },
    { username: 'alan@northwind.example', notComparable: 'has not approved it' },
  ];

  it('names every difference, and counts them', () => {
    const { text, json, exitCode } = auditReport(users);
    expect(exitCode).toBe(1);
    expect(json).toEqual({ leaks: 1, gaps: 2, notComparable: 1, failed: 0, users });
    expect(text.split('\n')).toEqual([
      'ada@northwind.example: order: 2 records in Salesforce, 2 in the replica',
      `  leak  ${c}  let through here, not in Salesforce`,
      `  gap   ${a}  let through in Salesforce, not here`,
      'ada@northwind.example: case: 2 records in Salesforce, 2 in the replica',
      `  gap   ${a}  let through in Salesforce, not here`,
      'alan@northwind.example: not comparable: has not approved it',
      '1 leaks, 2 gaps, 1 of 2 users not comparable',
      '',
    ]);
  });

  it('says which tables it knows nothing of, and forgets no leak for that', () => {
    const failed = { table: 'order', failed: 'replica_unavailable: Please try again.' };
    const nothing = auditReport([{ username: 'ada', tables: [failed] }]);
    expect(nothing.exitCode).toBe(2);
    expect(nothing.text).toContain('ada: order: could not be looked at: replica_unavailable');
    expect(auditReport([{ username: 'ada', tables: [failed, table] }]).exitCode).toBe(1);
  });

  it('is not well where nobody could be asked for, and well where nothing was found', () => {
    const alone = { username: 'alan', notComparable: 'has not approved it' };
    expect(auditReport([alone]).exitCode).toBe(2);
    const well = { ...table, leaks: [] };
    expect(auditReport([alone, { username: 'ada', tables: [well] }]).exitCode).toBe(0);
  });
});
