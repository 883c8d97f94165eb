import type { Plugin } from 'vite';

/**
 * Leaves `import()` to the browser: Vite's own loader fetches what a chunk needs beside it, and here
 * no chunk needs anything that is not on the page already.
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
