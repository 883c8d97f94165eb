import { join } from 'node:path';
import { chromium, redis } from './programs/needed-programs.ts';
import { providePackage } from './programs/provide-package.ts';
import { build, checks, demo, runSteps } from './run/step.ts';
import { lastLine, sum, type Tally } from './run/tally.ts';
import { runVitest } from './run/vitest.ts';
import { tallyOfReport } from './run/vitest-report.ts';

// `npm test`: everything. `npm run check`: only what takes seconds. More arguments are vitest's.
const [first, ...rest] = process.argv.slice(2);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}
process.chdir(join(import.meta.dirname, '..'));

const tallies: Tally[] = [await runSteps(checks, interrupted.signal)];
if (first !== 'check') {
  const vitestArgs = first === undefined ? [] : [first, ...rest];
  for (const step of [build, demo]) tallies.push(await runSteps([step], interrupted.signal));
  for (const program of [chromium, redis]) await providePackage(program, interrupted.signal);
  tallies.push(tallyOfReport(await runVitest(vitestArgs, interrupted.signal)));
}
const total = sum(tallies);
console.log(lastLine(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
