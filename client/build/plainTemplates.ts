import type { Plugin } from 'vite';
import { replaced } from './replaced.ts';

/** What LWC writes at the end of a compiled template, for modes and versions that are not in use here. */
const lastWords = /^tmpl\.stylesheets = \[\];\n.*^freezeTemplate\(tmpl\);/ms;

/**
 * Gives a template its stylesheets, and neither a scope's name, which native shadow does not need, nor
 * what keeps code of former versions going.
 */
export function plainTemplates(): Plugin {
  return {
    name: 'plain-templates',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\/client\/modules\/.*\.html/ },
      handler: (code) =>
        replaced(
          code,
          lastWords,
          () => 'tmpl.stylesheets = _implicitStylesheets;',
          'What LWC compiles',
        ),
    },
  };
}
