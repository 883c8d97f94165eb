import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packageManifest } from './package-manifest.ts';
import { packagedImports, placeInPackage } from './packaged-imports.ts';

const root = join(import.meta.dirname, '..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/**
 * Builds the middleware's npm package: `server/bff` and `client/modules/bff` as JavaScript with their
 * declarations, and nothing of the storefront.
 *
 * @param folder where to; what is there is replaced
 * @throws {Error} when something does not compile, or stands on what is not in the package
 * @example buildPackage('dist/package');
 */
export function buildPackage(folder: string): void {
  const compiled = join(folder, 'compiled');
  rmSync(folder, { recursive: true, force: true });
  compile(compiled);
  for (const file of globSync('**/*.{js,d.ts}', { cwd: compiled })) {
    const place = join(folder, placeInPackage(file));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, packagedImports(file, readFileSync(join(compiled, file), 'utf8')));
  }
  rmSync(compiled, { recursive: true });
  const ours: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifest = packageManifest(ours, globSync('browser/*/', { cwd: folder }));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(import.meta.dirname, 'README.md'), join(folder, 'README.md'));
}

function compile(outDir: string): void {
  const project = join(import.meta.dirname, 'tsconfig.json');
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [compiler, '--project', project, '--outDir', outDir],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (status !== 0) {
    throw new Error(`The package does not compile: ${error?.message ?? stdout}`);
  }
}

if (import.meta.main) {
  const folder = join(root, 'dist/package');
  buildPackage(folder);
  console.log(`The package is in ${relative(process.cwd(), folder)}: npm pack ./dist/package`);
}
