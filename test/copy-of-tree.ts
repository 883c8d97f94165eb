import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { linkTree } from './link-tree.ts';
import { root } from './processes/start-node.ts';

/** This repository in another folder, for what changes it. */
export interface CopyOfTree {
  readonly folder: string;
  remove(): void;
}

export interface CopyOptions {
  /** Whether npm may change the packages there; otherwise they are the ones that are installed here. */
  readonly ownPackages?: boolean;
}

/** What is made, or is somebody's own. */
const left = /^(\.git|node_modules|dist|\.env|\.vite|coverage)(\/|$)/;

/** npm writes what it has installed into this file, in its place. */
const installed = 'node_modules/.package-lock.json';

/** Copies the tree as it stands, also what is not committed. */
export function copyOfTree({ ownPackages = false }: CopyOptions = {}): CopyOfTree {
  const folder = mkdtempSync(join(tmpdir(), 'storefront-'));
  cpSync(root, folder, {
    recursive: true,
    filter: (source) => !left.test(relative(root, source)),
  });
  const [ours, theirs] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  if (ownPackages) {
    linkTree(ours, theirs);
    rmSync(join(folder, installed));
    copyFileSync(join(root, installed), join(folder, installed));
  } else symlinkSync(ours, theirs);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
