import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import lwc from 'vite-plugin-lwc';

const client = fileURLToPath(new URL('..', import.meta.url));

/**
 * The LWC compiler for Vite, the same for the build, for development and for component tests.
 *
 * TypeScript needs nothing here: Vite strips the types before, and leaves the decorators to LWC.
 */
export function lwcPlugin(): Plugin[] {
  return lwc({
    rootDir: `${client}modules`,
    // By its absolute path: Vite's root is not the working directory, and the page is no template.
    exclude: [`${client}index.html`],
    // Static parts would be made with innerHTML, which Trusted Types refuse.
    enableStaticContentOptimization: false,
    disableSyntheticShadowSupport: true,
    // The shell loads its pages as they are needed.
    enableDynamicComponents: true,
  });
}
