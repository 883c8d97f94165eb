import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';
import type { SetupOptions } from './setup-options.ts';
import { readIfThere, secretMode, writeChanged } from './write-changed.ts';

/** What is to be there, by path, and what no longer. */
export interface Plan {
  readonly files: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

export const envFile = '.env';

/**
 * Writes what differs. What is there already is changed only if somebody says so: it may be as it is for a
 * reason. Of `.env`, which its owner alone can read, a copy is kept.
 *
 * @throws {Refusal} when nobody says so; nothing is written then
 */
export async function carryOut({ files, removed }: Plan, options: SetupOptions): Promise<void> {
  const { folder, terminal, now } = options;
  const there = await textsOf(folder, [...files.keys(), ...removed]);
  const changing = [...there].filter(([path, text]) => text !== files.get(path));
  const copy = `${envFile}.before-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  await confirm(
    changing.map(([path, text]) => describe(path, text, files.get(path), copy, options)),
    options,
  );
  const say = (done: string, path: string) => terminal.say(`${done.padEnd(10)}${path}`);
  for (const [path, text] of changing) {
    if (path !== envFile) continue;
    say(await writeChanged(join(folder, copy), text, secretMode), copy);
  }
  for (const [path, text] of files) {
    const mode = path === envFile ? secretMode : undefined;
    say(await writeChanged(join(folder, path), text, mode), path);
  }
  for (const path of removed.filter((path) => there.has(path))) {
    await rm(join(folder, path));
    say('removed', path);
  }
}

async function textsOf(folder: string, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = await readIfThere(join(folder, path));
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

async function confirm(changes: readonly string[], { terminal, yes }: SetupOptions): Promise<void> {
  if (changes.length === 0 || yes) return;
  terminal.say(`\nThese are there already, and would be otherwise:\n${changes.join('\n')}`);
  const answer = await terminal.ask('Change them (yes or no)? [no] ');
  if (answer?.trim() === 'yes') return;
  throw new Refusal('Everything is as it was: nothing was written. (--yes answers yes.)');
}

/** Settings by name, never by value. */
function describe(
  path: string,
  before: string,
  after: string | undefined,
  copy: string,
  { parseEnv }: SetupOptions,
): string {
  if (after === undefined) return `  ${path}, which would be removed`;
  if (path !== envFile) return `  ${path}`;
  const [old, next] = [parseEnv(before), parseEnv(after)];
  const names = Object.keys(next).filter((name) => next[name] !== old[name]);
  return `  ${path}: ${names.join(', ')}. Nothing else in it; a copy of it as it is would be ${copy}`;
}
