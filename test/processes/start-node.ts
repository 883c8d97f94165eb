import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ProcessOptions, type RunningProcess, startProcess } from './start-process.ts';

/** The first is there before the others, which are kept by it as well. */
const preloaded = ['compile-cache.js', 'end-with-parent.ts'].flatMap((file) => [
  '--import',
  pathToFileURL(join(import.meta.dirname, file)).href,
]);

/** This repository's folder. */
export const root = join(import.meta.dirname, '../..');

/**
 * Starts a program of this repository with an environment made for it, and nothing else of ours.
 *
 * It runs in a folder without `.env`, so that what a developer has written there for a real org does
 * not get into a demo or a test.
 *
 * @param args the program's path from the root of the repository, and its arguments
 */
export function startNode(
  [program, ...args]: readonly [program: string, ...args: string[]],
  env: Readonly<Record<string, string>>,
  options: Pick<ProcessOptions, 'cwd' | 'onOutput'> & { readonly flags?: readonly string[] } = {},
): RunningProcess {
  const { flags = [], cwd = import.meta.dirname, onOutput } = options;
  return startProcess(process.execPath, [...preloaded, ...flags, join(root, program), ...args], {
    cwd,
    env,
    ipc: true,
    ...(onOutput === undefined ? {} : { onOutput }),
  });
}
