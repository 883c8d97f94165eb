import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { engineFlags } from './client/build/engineFlags.ts';
import { lwcPlugin } from './client/build/lwc.ts';
import { plainImports } from './client/build/plainImports.ts';
import { plainStyles } from './client/build/plainStyles.ts';
import { precompress } from './client/build/precompress.ts';

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [lwcPlugin(), engineFlags(), plainImports(), plainStyles(), precompress()],
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
      // What the page begins with is one file: in two it is larger, and is always loaded whole.
      output: { codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } },
    },
  },
});
