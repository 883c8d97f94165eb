import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { engineFlags } from './client/build/engineFlags.ts';
import { engineParts } from './client/build/engineParts.ts';
import { lwcPlugin } from './client/build/lwc.ts';
import { pageFiles } from './client/build/pageFiles.ts';
import { plainImports } from './client/build/plainImports.ts';
import { plainStyles } from './client/build/plainStyles.ts';
import { plainTemplates } from './client/build/plainTemplates.ts';
import { precompress } from './client/build/precompress.ts';

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [
    lwcPlugin(),
    engineFlags(),
    engineParts(),
    plainImports(),
    plainStyles(),
    plainTemplates(),
    pageFiles(),
    precompress(),
  ],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the Content Security Policy allows it neither in scripts nor in styles.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      // LWC's engine reads globals and properties as it loads; none of that has an effect.
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: {
        codeSplitting: {
          groups: [
            // What the page begins with is one file: in two it is larger, and is always loaded whole.
            { name: 'index', tags: ['$initial'] },
            // What is always loaded together otherwise.
            together('cart', ['store/cart', 'store/cartCount']),
            together('lists', ['store/filterLinks', 'store/showMore', 'bff/pager']),
          ],
        },
      },
    },
  },
});

/** One file of those modules, without what they need. */
function together(name: string, modules: readonly string[]) {
  const test = new RegExp(`/modules/(?:${modules.join('|')})/`);
  return { name, test, includeDependenciesRecursively: false };
}
