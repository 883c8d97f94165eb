import type { Plugin } from 'vite';

/**
 * Takes out of compiled stylesheets the places where synthetic shadow would put a scope: with native
 * shadow they stay empty, and there is one for every selector.
 *
 * Where the compiler's wording changes, nothing is replaced and nothing breaks.
 */
export function unscopedCss(): Plugin {
  return {
    name: 'unscoped-css',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('.css')) return undefined;
      return { code: code.replaceAll('" + shadowSelector + "', ''), map: null };
    },
  };
}
