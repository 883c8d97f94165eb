import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../processes/run-process.ts';
import type { Tally } from './tally.ts';
import { tallyOfReport } from './vitest-report.ts';

/** Runs every vitest project; `args` are vitest's (a filter, `--project`, `-t`). */
export async function runVitest(args: readonly string[], signal: AbortSignal): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'vitest-report-'));
  const report = join(folder, 'report.json');
  const { ok, reason } = await runProcess(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { deadlineSeconds: 900, stdio: 'inherit', signal },
  );
  const text = await readFile(report, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true });
  if (text === undefined) console.log(`✗ vitest ended without a report (${reason})`);
  return tallyOfReport(text, ok);
}
