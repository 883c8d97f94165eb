import { z } from 'zod';
import type { Tally } from './tally.ts';

const Report = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

/** What vitest has to say of a run, as its JSON reporter writes it. */
export interface VitestRun {
  /** The report's text; `undefined` when there is none. */
  readonly report: string | undefined;
  /** Whether vitest ended with 0. */
  readonly exitedWell: boolean;
}

/** One test, by its own name, without those of the groups around it. */
export interface TestResult {
  readonly title: string;
  /** `passed`, `failed`, or a word for one that did not run. */
  readonly status: string;
}

/**
 * What vitest's JSON report amounts to, with the failures that its own numbers leave out: a file
 * that did not load, an error outside every test (only the exit code tells), no test at all, and
 * no report, because vitest itself fell over.
 */
export function tallyOfReport({ report: text, exitedWell }: VitestRun): Tally {
  const report = parsed(text);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { numTotalTests, numPassedTests, numFailedTests, testResults } = report;
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + brokenFiles;
  const unexplained = failed === 0 && (!exitedWell || numPassedTests === 0);
  return {
    passed: numPassedTests,
    failed: unexplained ? 1 : failed,
    skipped: numTotalTests - numPassedTests - numFailedTests,
  };
}

/** Every test that the report tells of. */
export const testsOfReport = ({ report }: VitestRun): readonly TestResult[] =>
  parsed(report)?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];

function parsed(text: string | undefined): z.output<typeof Report> | undefined {
  if (text === undefined) return undefined;
  try {
    return Report.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
