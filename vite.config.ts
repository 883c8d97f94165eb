import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { lwcPlugin } from './client/build/lwc.ts';
import { precompress } from './client/build/precompress.ts';
import { unscopedCss } from './client/build/unscopedCss.ts';

export default defineConfig({
  root: fileURLToPath(new URL('client', import.meta.url)),
  plugins: [lwcPlugin(), unscopedCss(), precompress()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the Content Security Policy allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    // Pages load with one request each, and need nothing fetched beside them.
    modulePreload: false,
  },
});
