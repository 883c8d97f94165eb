import { z } from 'zod';
import type { Tally } from './tally.ts';

const Report = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * What vitest's JSON report amounts to, with the failures that its own numbers leave out: a file
 * that did not load, an error outside every test (only the exit code tells), no test at all, and
 * no report, because vitest itself fell over.
 *
 * @param text the report's text; `undefined` when there is none
 * @param exitedWell whether vitest ended with 0
 */
export function tallyOfReport(text: string | undefined, exitedWell: boolean): Tally {
  const report = text === undefined ? undefined : parsed(text);
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

function parsed(text: string): z.output<typeof Report> | undefined {
  try {
    return Report.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
