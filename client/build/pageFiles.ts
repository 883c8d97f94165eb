import type { Plugin, Rolldown } from 'vite';
import { paths } from '../modules/store/router/paths.ts';

/**
 * Writes down which files each page needs besides the first, so that the server can name them with the
 * page itself: otherwise a browser finds out file by file, one round trip after another.
 *
 * Into a hidden file, as `[pattern of the path, value of a Link header][]`.
 */
export function pageFiles(): Plugin {
  return {
    name: 'page-files',
    apply: 'build',
    generateBundle(_, bundle) {
      const pages = Object.entries(paths).map(([name, path]) => [
        `^${path.replace(/:\w+/g, '[^/]+')}$`,
        filesOf(name, bundle)
          .map((file) => `</${file}>; rel=modulepreload`)
          .join(', '),
      ]);
      this.emitFile({ type: 'asset', fileName: '.pages.json', source: JSON.stringify(pages) });
    },
  };
}

/** The files of a page: of the component that has its name, or that with `Page` at the end. */
function filesOf(name: string, bundle: Rolldown.OutputBundle): readonly string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const chunkOf = (component: string) =>
    chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${component}/${component}.ts`));
  const page = chunkOf(`${name}Page`) ?? chunkOf(name);
  if (!page) throw new Error(`There is no page ${name}`);
  const files = new Set<string>();
  const add = (file: string) => {
    const chunk = bundle[file];
    if (files.has(file) || chunk?.type !== 'chunk' || chunk.isEntry) return;
    files.add(file);
    chunk.imports.forEach(add);
  };
  add(page.fileName);
  return [...files];
}
