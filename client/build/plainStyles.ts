import type { Plugin } from 'vite';

/** What LWC makes of a stylesheet: a function that puts a scope into every selector. */
const madeByLwc = /function stylesheet\(\) \{(?<body>.*?)\n\}/s;

/** A text in quotation marks or an address, which stay as they are, or space and signs that say nothing. */
const keptOrSpace =
  /(?<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\burl\([^"')]*\))|\s*;?\s*(?<end>\})\s*|\s*(?<sign>[{;,])\s*|(?<colon>:)\s+|\s+/gs;

/**
 * Makes the stylesheets' text at the build. With native shadow alone there is no scope to put into it,
 * so that the function always gives the same text.
 */
export function plainStyles(): Plugin {
  return {
    name: 'plain-styles',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\.css$/ },
      handler: (code) =>
        code
          .replace(madeByLwc, (_, body: string) => {
            const text = String(new Function(body)());
            return `const stylesheet = () => ${JSON.stringify(compact(text))};`;
          })
          .replace(/^stylesheet\.\$nativeOnly\$ = true;$/m, ''),
    },
  };
}

const compact = (css: string): string =>
  css.replace(
    keptOrSpace,
    (_, kept?: string, end?: string, sign?: string, colon?: string) =>
      kept ?? end ?? sign ?? colon ?? ' ',
  );
