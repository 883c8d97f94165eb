import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProcess } from '../processes/run-process.ts';
import type { Plan } from './plan-files.ts';

/**
 * Writes everything, formatted, or nothing.
 *
 * @throws {Error} with what the linter says of it, or why a file cannot be written
 */
export async function writePlan(root: string, { added, changed }: Plan): Promise<void> {
  const texts = await formatted(root, new Map([...added, ...changed]));
  const before = new Map([...changed.keys()].map((path) => [path, readFileSync(join(root, path))]));
  const written: string[] = [];
  try {
    for (const path of added.keys()) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      // Never in the place of a file that has come meanwhile.
      writeFileSync(join(root, path), texts.get(path) ?? '', { flag: 'wx' });
      written.push(path);
    }
    for (const path of changed.keys()) writeFileSync(join(root, path), texts.get(path) ?? '');
  } catch (error) {
    for (const path of written) rmSync(join(root, path));
    for (const folder of new Set(written.map(dirname))) removeIfEmpty(join(root, folder));
    for (const [path, bytes] of before) writeFileSync(join(root, path), bytes);
    throw error;
  }
}

/** As `npm run format` would have them, tried in a folder of their own. */
async function formatted(
  root: string,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'new-route-'));
  try {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { ok, output } = await runProcess(
      join(root, 'node_modules/.bin/biome'),
      ['check', '--write', '--vcs-enabled=false', '.'],
      { cwd: folder, deadlineSeconds: 60 },
    );
    if (!ok) throw new Error(output);
    return new Map(
      [...texts.keys()].map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Others have something in it.
  }
}
