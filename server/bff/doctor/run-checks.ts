import type { Check, Outcome } from './check.ts';
import { notTried } from './check.ts';
import { explainFailure } from './explain-failure.ts';

/** What came of one check. */
export interface Finding extends Outcome {
  readonly check: string;
}

/**
 * Tries one after the other, in the order given, so that of what fails for one reason the reason comes first.
 *
 * @param deadlineMs how long each may take
 */
export async function runChecks(
  checks: readonly Check[],
  deadlineMs: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const isWell = (name: string) =>
    findings.some(({ check, state }) => check === name && (state === 'ok' || state === 'warning'));
  for (const check of checks) {
    const missing = check.needs?.find((name) => !isWell(name));
    const outcome =
      missing === undefined
        ? await tried(check, deadlineMs)
        : notTried(`not tried: ${missing} must be well first`);
    findings.push({ check: check.name, ...outcome });
  }
  return findings;
}

async function tried(check: Check, deadlineMs: number): Promise<Outcome> {
  const signal = AbortSignal.timeout(deadlineMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([check.run(signal), late]).catch(explainFailure);
}
