import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../processes/run-process.ts';
import type { VitestRun } from './vitest-report.ts';

/** Runs every vitest project; `args` are vitest's (a filter, `--project`, `-t`). */
export async function runVitest(args: readonly string[], signal: AbortSignal): Promise<VitestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'vitest-report-'));
  const file = join(folder, 'report.json');
  const { ok, reason } = await runProcess(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ],
    { deadlineSeconds: 1_800, stdio: 'inherit', signal },
  );
  const report = await readFile(file, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true });
  if (report === undefined) console.log(`✗ vitest ended without a report (${reason})`);
  return { report, exitedWell: ok };
}
