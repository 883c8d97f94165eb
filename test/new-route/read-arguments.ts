import { parseArgs } from 'node:util';
import { parseSync } from 'vite';

/** What routes can be made of; named by whose authority reads or writes. */
export const kinds = ['user', 'public', 'replica', 'command'] as const;

/** A route that somebody wants to begin with. */
export interface NewRoute {
  /** As components import it. */
  readonly name: string;
  readonly kind: (typeof kinds)[number];
  readonly sObject: string;
  /** Of the component and its test. */
  readonly language: 'ts' | 'js';
}

/** What is wrong with a command line, in words for whoever typed it. */
export class Misunderstood extends Error {}

const usage = `npm run new:route <name> -- [--kind ${kinds.join('|')}] [--sobject Account] [--js]`;

/**
 * Reads the arguments of `npm run new:route`.
 *
 * @param env npm keeps for itself what does not come after `--`, and leaves it here
 * @throws {Misunderstood}
 */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): NewRoute {
  const kept = ['kind', 'sobject', 'js'].find((option) => `npm_config_${option}` in env);
  if (kept !== undefined) {
    throw new Misunderstood(`npm has kept --${kept} for itself: write -- before it\n${usage}`);
  }
  const { values, positionals } = parsed(args);
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) {
    throw new Misunderstood(`One name is needed\n${usage}`);
  }
  checkName(name);
  const kind = kinds.find((known) => known === values.kind);
  if (kind === undefined) {
    throw new Misunderstood(`--kind is one of ${kinds.join(', ')}, not ${values.kind}`);
  }
  if (!/^[A-Za-z]\w{0,79}$/.test(values.sobject)) {
    throw new Misunderstood(`--sobject is an object's API name, not ${values.sobject}`);
  }
  return { name, kind, sObject: values.sobject, language: values.js ? 'js' : 'ts' };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kind: { type: 'string', default: 'user' },
        sobject: { type: 'string', default: 'Account' },
        js: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Misunderstood(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

function checkName(name: string): void {
  const isWord = /^[a-z][A-Za-z]{1,39}$/.test(name);
  // A word of the language's own does not name a constant.
  if (!isWord || parseSync('name.ts', `export const ${name} = 1;`).errors.length > 0) {
    throw new Misunderstood(`The name is a word such as myContacts, not ${name}`);
  }
}
