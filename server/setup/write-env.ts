import { join } from 'node:path';
import { Refusal } from './refusal.ts';
import type { SetupOptions } from './setup-options.ts';
import { secretMode, writeChanged } from './write-changed.ts';

/**
 * Writes `.env`, which its owner alone can read. One that is there is changed only if somebody says so, and
 * what it was is kept beside it.
 *
 * @param before its text as it is
 * @throws {Refusal} when nobody says so
 */
export async function writeEnv(
  text: string,
  before: string | undefined,
  { folder, terminal, parseEnv, yes, now }: SetupOptions,
): Promise<void> {
  const path = join(folder, '.env');
  const copy = `.env.before-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  const isToChange = before !== undefined && before !== text;
  if (isToChange) {
    const [old, next] = [parseEnv(before), parseEnv(text)];
    const names = Object.keys(next).filter((name) => next[name] !== old[name]);
    const question = `.env is there. These settings would change: ${names.join(', ')}. Nothing else in it would, and
a copy of it as it is would be kept as ${copy}. Change it (yes or no)? [no] `;
    if (!yes && (await terminal.ask(question))?.trim() !== 'yes') {
      throw new Refusal('.env is as it was, and nothing was written. (--yes answers yes.)');
    }
    await writeChanged(join(folder, copy), before, secretMode);
  }
  const written = await writeChanged(path, text, secretMode);
  if (isToChange) terminal.say(`${'new'.padEnd(10)}${copy}`);
  terminal.say(`${written.padEnd(10)}.env (its owner alone can read it)`);
}
