import { defineConfig } from 'vite';
import lwc from 'vite-plugin-lwc';

export default defineConfig({
  root: 'client',
  plugins: [
    lwc({ rootDir: `${import.meta.dirname}/client/modules`, exclude: ['**/client/index.html'] }),
  ],
  build: { outDir: '../dist', emptyOutDir: true },
});
