import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { buildPackage } from '../../package/build-package.ts';
import { runProcess } from '../processes/run-process.ts';

const Packed = z.tuple([
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
]);

/** The package as it would be published. */
export interface PackedPackage {
  /** What was packed. */
  readonly folder: string;
  /** The packed file. */
  readonly file: string;
  /** The paths of what is in it. */
  readonly contents: readonly string[];
  remove(): void;
}

/** Builds the middleware's package and packs it, somewhere of its own. */
export async function packPackage(): Promise<PackedPackage> {
  const place = mkdtempSync(join(tmpdir(), 'package-'));
  const folder = join(place, 'built');
  buildPackage(folder);
  const { ok, output } = await runProcess('npm', ['pack', '--json', '--loglevel=error', folder], {
    cwd: place,
    deadlineSeconds: 60,
  });
  if (!ok) throw new Error(`npm pack: ${output}`);
  const [{ filename, files }] = Packed.parse(JSON.parse(output));
  return {
    folder,
    file: join(place, filename),
    contents: files.map(({ path }) => path),
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
