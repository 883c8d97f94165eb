import type { Plugin } from 'vite';
import { functions, instructions, needed, wrappers } from './leftOut.ts';
import { replaced } from './replaced.ts';

/** How the engine compares the modes of a component, with the names that its own build has left there. */
const comparison = /[\w.]+ (?<operator>[=!])==? \d \/\* (?<mode>(?:Shadow|Render)Mode\.\w+) \*\//g;

/** Every component here has a shadow, and it is the browser's own. */
const modes = new Set(['ShadowMode.Native', 'RenderMode.Shadow']);

/**
 * Leaves out of the LWC engine what only other ways of using it need: 5 kB of 18, compressed. The
 * engine's version is pinned, and the build fails where it does not find what it is to leave out, and
 * where a component needs it. In development and in component tests the engine is whole.
 */
export function engineParts(): Plugin[] {
  return [
    {
      name: 'engine-parts',
      apply: 'build',
      // As it was published, before it is compiled with the components.
      enforce: 'pre',
      transform: {
        filter: { id: /@lwc\/engine-dom\/dist\/index\.js$/ },
        handler: (code) => ({ code: withoutParts(code), map: null }),
      },
    },
    {
      name: 'engine-parts-needed',
      apply: 'build',
      enforce: 'post',
      transform: {
        filter: { id: { exclude: /\/@lwc\// } },
        handler(code, id) {
          const kind = /\.html\b/.test(id) ? 'template' : 'script';
          for (const { what, sign, only } of needed) {
            if ((only ?? kind) === kind && sign.test(code)) {
              this.error(
                `The build leaves out of the LWC engine: ${what} (client/build/leftOut.ts)`,
              );
            }
          }
        },
      },
    },
  ];
}

function withoutParts(engine: string): string {
  const steps: ((text: string) => string)[] = [
    (text) =>
      replaced(text, comparison, (_, operator = '', mode = '') =>
        String(modes.has(mode) === (operator === '=')),
      ),
    ...Object.entries(functions).map(
      ([name, body]) =>
        (text: string) =>
          replaced(
            text,
            block(`function ${name}\\([^)]*\\) \\{`),
            (whole) => `${whole.slice(0, whole.indexOf('\n'))}${body}}`,
          ),
    ),
    ...wrappers.map((name) => (text: string) => without(text, `    exports\\.${name} = .*?;\n`)),
    (text) =>
      replaced(text, block('const api = freeze\\(\\{'), (list) =>
        instructions.reduce((rest, name) => without(rest, `    ${name},\n`), list),
      ),
    // For `@track`.
    (text) =>
      replaced(text, block('class ReactiveProxyHandler '), () => 'class ReactiveProxyHandler {}'),
  ];
  return steps.reduce((text, step) => step(text), engine);
}

/** Something that begins so, up to where its brackets close. */
const block = (beginning: string) => new RegExp(`^${beginning}.*?^[\\]})]+;?`, 'ms');

const without = (text: string, lines: string) =>
  replaced(text, new RegExp(`^${lines}`, 'ms'), () => '');
