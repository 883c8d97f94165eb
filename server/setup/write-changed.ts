import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Written = 'new' | 'changed' | 'unchanged';

/** The file's text, or `undefined` where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * Writes a file if that changes it; all at once, so that whoever reads it meanwhile reads the old one or the
 * new one.
 *
 * @param mode who may read it; what is there already is corrected
 */
export async function writeChanged(path: string, text: string, mode = 0o644): Promise<Written> {
  const before = await readIfThere(path);
  if (before === text) {
    if (mode === secretMode && ((await stat(path)).mode & 0o077) !== 0) {
      await chmod(path, mode);
      return 'changed';
    }
    return 'unchanged';
  }
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  await writeFile(draft, text, { mode, flag: 'wx', flush: true });
  await chmod(draft, mode);
  await rename(draft, path);
  return before === undefined ? 'new' : 'changed';
}

/** Its owner's alone. */
export const secretMode = 0o600;
