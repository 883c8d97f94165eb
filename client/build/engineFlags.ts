import type { Plugin } from 'vite';

/** The engine's switches for applications that are older than its habits, and for what it is not done with. */
const off = [
  'DISABLE_BRIDGE_ELEMENT_PROPERTY_GUARD',
  'DISABLE_DETACHED_REHYDRATION',
  'DISABLE_LIGHT_DOM_UNSCOPED_CSS',
  'DISABLE_NATIVE_CUSTOM_ELEMENT_LIFECYCLE',
  'DISABLE_SANITIZED_HTML_CONTENT_IDENTITY_CHECK',
  'DISABLE_STRICT_VALIDATION',
  'ENABLE_EXPERIMENTAL_SIGNALS',
  'ENABLE_FROZEN_TEMPLATE',
  'ENABLE_INTRINSIC_TEMPLATE_INVOCATION',
  'ENABLE_LEGACY_ATTRIBUTE_CHANGED_CALLBACK',
  'ENABLE_RENDERER_FACTORY_GUARD',
  'ENABLE_WIRE_SYNC_EMIT',
];

/**
 * Decides at the build what the LWC engine would look up in `lwcRuntimeFlags` while it runs, so that
 * what nothing here switches on does not travel: 2 kB of 31, compressed. All but the last are as the
 * engine has them by itself.
 *
 * @see https://github.com/salesforce/lwc/tree/master/packages/%40lwc/features
 */
export function engineFlags(): Plugin {
  const constants = [...off.map((flag) => [flag, 'false']), ['DISABLE_SYNTHETIC_SHADOW', 'true']];
  return {
    name: 'engine-flags',
    apply: 'build',
    config: () => ({
      define: Object.fromEntries(
        constants.map(([flag, value]) => [`lwcRuntimeFlags.${flag}`, value]),
      ),
    }),
  };
}
