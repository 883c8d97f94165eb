import { posix } from 'node:path';

/** Where the repository's parts are in the package. */
const places: readonly (readonly [repository: string, packaged: string])[] = [
  ['server/bff/', 'server/'],
  ['client/modules/bff/', 'browser/'],
];

/** `import … from '…'` and `export … from '…'`, as the compiler writes them: at the end of a line. */
const specifier = /(?<=^(?:import|export|\}).* from ')[^']+(?=';$)/gm;

/**
 * Where a file of the repository is in the package.
 *
 * @param file its path from the root, `server/bff/problem.js`
 * @throws {Error} for what is in no part that the package has
 */
export function placeInPackage(file: string): string {
  const [repository, packaged] = places.find(([start]) => file.startsWith(start)) ?? [];
  if (repository === undefined) throw new Error(`${file} is not for the package`);
  return `${packaged}${file.slice(repository.length)}`;
}

/**
 * The text of a compiled file with its imports as the package has them: relative ones in the new
 * places and with the endings of JavaScript; modules of LWC's namespace `bff`, which only this
 * repository's compiler knows, become relative.
 *
 * @param file its path from the root of the repository
 */
export function packagedImports(file: string, text: string): string {
  const here = posix.dirname(placeInPackage(file));
  return (
    text
      .replace(specifier, (from) => {
        const target = targetOf(file, from);
        if (target === undefined) return from;
        const path = posix.relative(here, placeInPackage(target));
        return path.startsWith('.') ? path : `./${path}`;
      })
      // What is left is in comments: examples, as somebody would write them who has installed it.
      .replaceAll(/(?<=')bff\/(?=\w+')/g, 'lwc-bff/browser/')
  );
}

/** The file of the repository that an import means; none where it means another package. */
function targetOf(file: string, from: string): string | undefined {
  const [, name] = /^bff\/(\w+)$/.exec(from) ?? [];
  if (name !== undefined) return `client/modules/bff/${name}/${name}.js`;
  if (!from.startsWith('.')) return undefined;
  return posix.join(posix.dirname(file), from).replace(/\.ts$/, '.js');
}
