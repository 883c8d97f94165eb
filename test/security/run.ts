import { join } from 'node:path';
import { chromium, redis } from '../programs/needed-programs.ts';
import { providePackage } from '../programs/provide-package.ts';
import { build, runSteps } from '../run/step.ts';
import { lastLine } from '../run/tally.ts';
import { runVitest } from '../run/vitest.ts';
import { checklist } from './checklist.ts';
import { securityResults, tableOf } from './security-results.ts';

// `npm run test:security`: the security checklist against the running server, row by row.
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}
process.chdir(join(import.meta.dirname, '../..'));

const { failed: buildFailed } = await runSteps([build], interrupted.signal);
for (const program of [chromium, redis]) await providePackage(program, interrupted.signal);
// Two files at once also on a small machine: most of their time they wait for something to be over.
const args = ['--project', 'server', '--maxWorkers', '2', 'test/security'];
const run = await runVitest(args, interrupted.signal);
const results = securityResults(checklist, run);
console.log(tableOf(results));
const { passed } = results;
const failed = results.failed + buildFailed;
console.log(lastLine({ passed, failed, skipped: 0 }));
process.exitCode = failed > 0 ? 1 : 0;
