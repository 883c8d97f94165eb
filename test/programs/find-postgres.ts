import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { findOnPath, isProgram } from './find-on-path.ts';

/** The folder with Postgres' programs: on the `PATH`, or where Debian and its like put them. */
export function findPostgres(path: string = process.env.PATH ?? ''): string | undefined {
  const found =
    findOnPath(['initdb'], path) ??
    globSync('/usr/lib/postgresql/*/bin/initdb').toSorted().findLast(isProgram);
  return found && dirname(found);
}
