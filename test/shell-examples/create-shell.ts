import { runInNewContext } from 'node:vm';
import type { Curl } from './create-curl.ts';
import type { Statement } from './read-script.ts';

/** What came of a statement. */
export interface Outcome {
  /** Of the last call of curl; undefined where there was none. */
  readonly status: number | undefined;
  readonly output: string;
}

/** Runs statements one after the other, with the variables that they set. */
export type Shell = (statement: Statement) => Promise<Outcome>;

/** `node -p`: the expression's value, where standard input is what it reads by `fs`. */
function evaluate(expression: string, input: string): string {
  return String(runInNewContext(expression, { URL, fs: { readFileSync: () => input } }));
}

/**
 * Runs what `readScript` reads: `curl`, `echo`, and `node -p` at the end of a pipe.
 *
 * @throws {Error} for another program, or a variable that nothing has set
 */
export function createShell(curl: Curl): Shell {
  const variables = new Map<string, string>();
  function lookUp(name: string): string {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`$${name} is not set`);
    return value;
  }
  return async function shell({ pipeline, assigns }) {
    let status: number | undefined;
    let output = '';
    for (const command of pipeline) {
      const [program, ...args] = command.map((word) =>
        word.map((part) => (typeof part === 'string' ? part : lookUp(part.variable))).join(''),
      );
      if (program === 'curl') ({ status, output } = await curl(args));
      else if (program === 'echo') output = args.join(' ');
      else if (program === 'node' && args[0] === '-p') output = evaluate(args[1] ?? '', output);
      else throw new Error(`${program}: not known`);
    }
    if (assigns !== undefined) variables.set(assigns, output);
    return { status, output };
  };
}
