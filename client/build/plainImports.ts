import type { Plugin } from 'vite';

/**
 * Leaves `import()` to the browser: Vite's own loader fetches what a chunk needs beside it. For the
 * page that is opened the server names all that with the page itself (`pageFiles.ts`), and it costs 1 kB.
 */
export function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id.endsWith('vite/preload-helper.js')
        ? 'export const __vitePreload = (load) => load();'
        : undefined,
  };
}
