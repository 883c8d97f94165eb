import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/**
 * The server in one file, and one for each part that is loaded only where it is configured: a dyno, whose
 * disk is new at every start, is there in half the time. See docs/decisions/0015-one-file-to-start-from.md.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  plugins: [leftOut(['node-fetch', 'form-data'])],
  ssr: { noExternal: true },
  build: {
    ssr: 'server/main.ts',
    outDir: 'dist',
    // The client is there as well.
    emptyOutDir: false,
    target: 'node24',
    // Stack traces name functions.
    minify: false,
    rolldownOptions: {
      output: { entryFileNames: 'server.js', chunkFileNames: 'server/[name].js' },
    },
  },
});

/** What jsforce would send by, if it did not send by our own transport (docs/decisions/0005): a fifth of the file. */
function leftOut(packages: readonly string[]): Plugin {
  const id = '\0left-out';
  return {
    name: 'left-out',
    enforce: 'pre',
    resolveId: (source) => (packages.includes(source) ? id : undefined),
    load: (loaded) =>
      loaded === id
        ? 'export default function leftOut() { throw new TypeError("jsforce sends by our own transport"); }'
        : undefined,
  };
}
