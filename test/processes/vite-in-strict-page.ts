import type { Plugin } from 'vite';

/**
 * Lets Vite's client live under the Content Security Policy that production has.
 *
 * After the server's restart it waits for it in a worker made from a text, which Trusted Types
 * refuse; where there are no shared workers it waits in the page itself, and reloads it then.
 */
export function viteInStrictPage(): Plugin {
  return {
    name: 'vite-in-strict-page',
    transform: {
      filter: { id: /\/vite\/dist\/client\/client\.mjs$/ },
      handler: (code) => `globalThis.SharedWorker = undefined;\n${code}`,
    },
  };
}
