import { type Outcome, runProcess } from '../processes/run-process.ts';
import type { Tally } from './tally.ts';

/** A program whose success counts as one test. */
export interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly deadlineSeconds: number;
}

const installed = (program: string) => `node_modules/.bin/${program}`;

/** What can be said about the code without running it. */
export const checks: readonly Step[] = [
  { name: 'types', command: [installed('tsc'), '--noEmit'], deadlineSeconds: 120 },
  {
    name: 'lint and format',
    command: [installed('biome'), 'check', '--error-on-warnings', '.'],
    deadlineSeconds: 60,
  },
  { name: 'unused code', command: [installed('knip')], deadlineSeconds: 120 },
];

/** What production and the browser tests need: `npm run build`, by Node itself. */
export const build: Step = {
  name: 'build',
  command: [process.execPath, '--run', 'build'],
  deadlineSeconds: 180,
};

/** What a newcomer does first. */
export const demo: Step = {
  name: 'demo',
  command: [process.execPath, 'test/run/demo-step.ts'],
  deadlineSeconds: 180,
};

/** Runs the steps side by side and prints each as it ends, with what it wrote if it failed. */
export async function runSteps(steps: readonly Step[], signal: AbortSignal): Promise<Tally> {
  const outcomes = await Promise.all(
    steps.map(async (step) => {
      const [program, ...args] = step.command;
      const outcome = await runProcess(program, args, {
        deadlineSeconds: step.deadlineSeconds,
        signal,
      });
      console.log(describeOutcome(step.name, outcome));
      return outcome;
    }),
  );
  const passed = outcomes.filter(({ ok }) => ok).length;
  return { passed, failed: outcomes.length - passed, skipped: 0 };
}

/** One line for a step that went well; the reason and all it wrote for one that did not. */
export function describeOutcome(name: string, { ok, reason, output, seconds }: Outcome): string {
  const line = `${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`;
  return ok ? line : `${line}: ${reason}\n${output.trimEnd()}\n`;
}
