import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './processes/start-node.ts';

/** This repository in another folder, for what changes it. */
export interface CopyOfTree {
  readonly folder: string;
  remove(): void;
}

/** What is made, or is somebody's own. */
const left = /^(\.git|node_modules|dist|\.env|\.vite|coverage)(\/|$)/;

/** Copies the tree as it stands, also what is not committed; the installed packages are the same ones. */
export function copyOfTree(): CopyOfTree {
  const folder = mkdtempSync(join(tmpdir(), 'storefront-'));
  cpSync(root, folder, {
    recursive: true,
    filter: (source) => !left.test(relative(root, source)),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
