import { describe, expect, it } from 'vitest';
import { describeOutcome } from './run/step.ts';
import { lastLine, sum } from './run/tally.ts';
import { tallyOfReport } from './run/vitest-report.ts';

const report = (passed: number, failed: number, skipped = 0, files: object[] = []) =>
  JSON.stringify({
    numTotalTests: passed + failed + skipped,
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: files,
  });

const tally = (text: string | undefined, exitedWell: boolean) =>
  tallyOfReport({ report: text, exitedWell });

describe('tallyOfReport', () => {
  it('adds up what passed, failed and was skipped', () => {
    expect(tally(report(5, 2, 1), false)).toEqual({ passed: 5, failed: 2, skipped: 1 });
    expect(tally(report(5, 0), true)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  });

  it('counts a file that did not load, which vitest’s numbers leave out', () => {
    const files = [
      { status: 'failed', assertionResults: [] },
      {
        status: 'failed',
        assertionResults: [
          { title: 'a', status: 'passed' },
          { title: 'b', status: 'failed' },
        ],
      },
    ];
    expect(tally(report(5, 1, 0, files), false).failed).toBe(2);
  });

  it.each([
    ['an error outside every test', report(5, 0), false],
    ['no test at all', report(0, 0), true],
    ['nothing but skipped tests', report(0, 0, 3), true],
    ['no report', undefined, true],
    ['half a report', report(5, 0).slice(0, 40), true],
    ['another report', '{}', true],
  ])('counts %s as one failure', (_what, text, exitedWell) => {
    expect(tally(text, exitedWell).failed).toBe(1);
  });
});

describe('lastLine', () => {
  it('names skipped tests only where there are any', () => {
    const some = { passed: 3, failed: 0, skipped: 0 };
    expect(lastLine(some)).toBe('3 passed, 0 failed');
    expect(lastLine(sum([some, { passed: 1, failed: 1, skipped: 2 }]))).toBe(
      '4 passed, 1 failed, 2 skipped',
    );
  });
});

describe('describeOutcome', () => {
  it('shows what a step has written only when it failed', () => {
    const outcome = { reason: 'exit code 2', output: 'here is why\n', seconds: 1.25 };
    expect(describeOutcome('types', { ...outcome, ok: true })).toBe('✓ types (1.3 s)');
    expect(describeOutcome('types', { ...outcome, ok: false })).toBe(
      '✗ types (1.3 s): exit code 2\nhere is why\n',
    );
  });
});
