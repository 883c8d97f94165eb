import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checklist, type Requirement } from './checklist.ts';
import { rowOf, securityResults, tableOf } from './security-results.ts';

/** The names of this folder's tests, as they are written: `it('#12 …'`, `it.each(…)('#12 …'`. */
const titles = globSync(`${import.meta.dirname}/*.test.ts`)
  .filter((file) => file !== import.meta.filename)
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/['"`](#\d+ [^'"`]+)/g)])
  .map(([, title = '']) => title);

describe('the checklist', () => {
  it('has every row once, in order', () => {
    const rows = checklist.map(({ row }) => row);
    expect(rows).toEqual(Array.from({ length: 71 }, (_, place) => place + 1));
  });

  it('has a test for every row, and a row for every test', () => {
    const tested = [...new Set(titles.map(rowOf))].toSorted((a = 0, b = 0) => a - b);
    expect(tested).toEqual(checklist.map(({ row }) => row));
  });
});

const rows: readonly Requirement[] = [
  { row: 1, requirement: 'One', source: '' },
  { row: 2, requirement: 'Number two', source: '' },
];

const runOf = (tests: Readonly<Record<string, string>>, exitedWell = true) => {
  const assertionResults = Object.entries(tests).map(([title, status]) => ({ title, status }));
  const count = (wanted: string) =>
    assertionResults.filter(({ status }) => status === wanted).length;
  return {
    exitedWell,
    report: JSON.stringify({
      numTotalTests: assertionResults.length,
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      testResults: [{ status: count('failed') > 0 ? 'failed' : 'passed', assertionResults }],
    }),
  };
};

describe('securityResults', () => {
  it('passes a row all of whose tests have passed', () => {
    const results = securityResults(rows, runOf({ '#1 a': 'passed', '#2 b': 'passed' }));
    expect(results).toMatchObject({ passed: 2, failed: 0, others: 0 });
    expect(tableOf(results)).toBe(
      'row  requirement  result\n  1  One          passed\n  2  Number two   passed',
    );
  });

  it.each([
    ['one of its tests fails', { '#1 a': 'passed', '#1 b': 'failed', '#2 c': 'passed' }, 'failed'],
    ['it has none', { '#2 c': 'passed', '#10 d': 'passed' }, 'no test'],
    ['none of them ran', { '#1 a': 'skipped', '#2 c': 'passed' }, 'no test'],
  ])('fails a row when %s', (_, tests, result) => {
    const results = securityResults(rows, runOf(tests as Record<string, string>));
    expect(results.rows[0]?.result).toBe(result);
    expect(results).toMatchObject({ passed: 1, failed: 1, others: 0 });
  });

  it.each([
    ['a failure of no row', runOf({ '#1 a': 'passed', '#2 b': 'passed', c: 'failed' }, false)],
    ['an error outside every test', runOf({ '#1 a': 'passed', '#2 b': 'passed' }, false)],
  ])('counts %s', (_, run) => {
    const results = securityResults(rows, run);
    expect(results).toMatchObject({ passed: 2, failed: 1, others: 1 });
    expect(tableOf(results)).toContain('1 failure of no row');
  });

  it('passes nothing without a report', () => {
    const results = securityResults(rows, { report: undefined, exitedWell: false });
    expect(results).toMatchObject({ passed: 0, failed: 3 });
  });
});
