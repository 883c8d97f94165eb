import {
  type TestResult,
  tallyOfReport,
  testsOfReport,
  type VitestRun,
} from '../run/vitest-report.ts';
import type { Requirement } from './checklist.ts';

type Result = 'passed' | 'failed' | 'no test';

export interface SecurityResults {
  readonly rows: readonly (Requirement & { readonly result: Result })[];
  /** Failures that are of no row: a file that did not load, a test without a number. */
  readonly others: number;
  readonly passed: number;
  /** Rows that failed or have no test, and the others. */
  readonly failed: number;
}

/** The row of the checklist that a test is for, out of its name: `#12 …`. */
export const rowOf = (title: string): number | undefined => {
  const [, row] = /^#(\d+) /.exec(title) ?? [];
  return row === undefined ? undefined : Number(row);
};

/** What a run of vitest says of each requirement: one test that fails is enough. */
export function securityResults(
  checklist: readonly Requirement[],
  run: VitestRun,
): SecurityResults {
  const tests = testsOfReport(run);
  const rows = checklist.map((requirement) => ({
    ...requirement,
    result: resultOf(tests.filter(({ title }) => rowOf(title) === requirement.row)),
  }));
  const known = new Set<unknown>(checklist.map(({ row }) => row));
  const failedOfRows = tests.filter(
    ({ title, status }) => status === 'failed' && known.has(rowOf(title)),
  );
  const others = tallyOfReport(run).failed - failedOfRows.length;
  const passed = rows.filter(({ result }) => result === 'passed').length;
  return { rows, others, passed, failed: rows.length - passed + others };
}

function resultOf(tests: readonly TestResult[]): Result {
  if (tests.some(({ status }) => status === 'failed')) return 'failed';
  return tests.some(({ status }) => status === 'passed') ? 'passed' : 'no test';
}

/** The results as a table for a terminal. */
export function tableOf({ rows, others }: SecurityResults): string {
  const heading = 'requirement';
  const texts = [heading, ...rows.map(({ requirement }) => requirement)];
  const widest = Math.max(...texts.map((text) => text.length));
  return [
    `row  ${heading.padEnd(widest)}  result`,
    ...rows.map(
      ({ row, requirement, result }) =>
        `${String(row).padStart(3)}  ${requirement.padEnd(widest)}  ${result}`,
    ),
    ...(others > 0
      ? [`${others} ${others === 1 ? 'failure' : 'failures'} of no row: see above`]
      : []),
  ].join('\n');
}
