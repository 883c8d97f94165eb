import type { Finding } from '../bff/index.ts';

/** What doctor has found, for people and for programs. */
export interface DoctorReport {
  readonly text: string;
  readonly json: { readonly ok: boolean; readonly checks: readonly Finding[] };
  /** 1 where something is wrong; a warning is not. */
  readonly exitCode: number;
}

/** @example const { text, exitCode } = doctorReport(await doctor.examine()); */
export function doctorReport(checks: readonly Finding[]): DoctorReport {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const count = (state: Finding['state']) => checks.filter((found) => found.state === state).length;
  const isOk = count('wrong') === 0;
  const lines = checks.map(({ check, state, found, remedy }) => {
    const todo = remedy === undefined ? '' : `. ${remedy}`;
    return `${words[state].padEnd(8)} ${check.padEnd(width)}  ${found}${todo}`;
  });
  const sum = `${count('ok')} ok, ${count('warning')} warning${count('warning') === 1 ? '' : 's'}, ${count('wrong')} wrong, ${count('not_tried')} not tried`;
  return {
    text: `${[...lines, sum].join('\n')}\n`,
    json: { ok: isOk, checks },
    exitCode: isOk ? 0 : 1,
  };
}

const words = { ok: 'ok', warning: 'warning', wrong: 'WRONG', not_tried: '-' } as const;
