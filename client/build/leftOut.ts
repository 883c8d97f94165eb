/*
 * What of the LWC engine no component here uses. Whoever needs some of it takes it off these lists, and
 * it travels again.
 */

/** Functions that come to nothing here, and what is left of each. */
export const functions: Readonly<Record<string, string>> = {
  // Nobody listens to what it reports, of synthetic shadow and a polyfill of ARIA most of all.
  isReportingEnabled: 'return false;',
  onReportingEnabled: '',
  report: '',
  checkHasMatchingRenderMode: '',
  logOperationStart: '',
  logOperationEnd: '',
  logGlobalOperationStart: '',
  logGlobalOperationStartWithVM: '',
  logGlobalOperationEnd: '',
  logGlobalOperationEndWithVM: '',
  isGlobalAriaPolyfillLoaded: 'return false;',
  supportsCssEscape: 'return false;',
  // Nobody reads of an error in which components it came about.
  addErrorComponentStack: '',
  // The scopes of styles are for synthetic shadow and for components without a shadow.
  updateStylesheetToken: '',
  applyStyleScoping: '',
  computeHasScopedStyles: 'return false;',
  isValidScopeToken: 'return true;',
  computeShadowMode: 'return 0;',
  isSyntheticShadowLoaded: 'return false;',
  // All components are compiled for the version that is installed.
  isAPIFeatureEnabled: 'return true;',
  // The Content Security Policy refuses style elements and attributes, and markup from a script.
  insertStyleElement: '',
  insertGlobalStylesheet: '',
  patchStyleAttribute: '',
  safelySetProperty: 'if (!/^(inner|outer)HTML$/.test(key)) setProperty(elm, key, value);',
  // `lwc:on` is not switched on.
  patchDynamicEventListeners: '',
  // Components that need these do not get through the build: see below.
  mountStatic: '',
  patchStatic: '',
  shouldBeFormAssociated: 'return false;',
  runFormAssociatedCallback: '',
  runFormDisabledCallback: '',
  runFormResetCallback: '',
  runFormStateRestoreCallback: '',
  computeStylesheets: 'return null;',
  createContextWatcher: '',
  getReactiveProxy: 'return value;',
};

/** What templates could ask the engine for: static parts, scoped slots, markup, ids made anew. */
export const instructions = ['st', 'sp', 'ssf', 'shc', 'gid', 'fid', 'ti', 'ddc'];

/** What of the DOM the engine has wrapped for static parts, hydration and contexts alone. */
export const wrappers = [
  'assertInstanceOfHTMLElement',
  'cloneNode',
  'createFragment',
  'previousSibling',
  'registerContextConsumer',
  'registerContextProvider',
];

/**
 * How it shows in what LWC has compiled that it needs something of all this. What has no line here, no
 * component can reach as it is compiled here (`lwc.ts`).
 */
export const needed: readonly {
  readonly what: string;
  readonly sign: RegExp;
  readonly only?: 'script' | 'template';
}[] = [
  { what: 'a component without a shadow', sign: /\brenderMode\b/ },
  { what: 'a style attribute that changes', sign: /\bstyle: (?!")/, only: 'template' },
  { what: 'lwc:inner-html', sign: /\bapi_sanitize_html_content\b/, only: 'template' },
  { what: 'a tabindex that changes', sign: /\bapi_tab_index\b/, only: 'template' },
  { what: 'lwc:slot-data', sign: /\bapi_scoped_slot_factory\b/, only: 'template' },
  {
    what: 'static parts, ids made anew, or lwc:dynamic',
    sign: /\bapi_(?:static_\w+|scoped_\w+|deprecated_\w+)\b/,
    only: 'template',
  },
  { what: 'styles in scopes', sign: /\$scoped\$ =/ },
  { what: "styles of a component's class", sign: /\bstylesheets\b/, only: 'script' },
  { what: 'a component that is a field of a form', sign: /\bformAssociated\b/, only: 'script' },
  { what: '@track', sign: /\btrack: \{/, only: 'script' },
  {
    what: 'a context of wire adapters',
    sign: /\b(?:contextSchema|createContextProvider)\b/,
    only: 'script',
  },
  {
    what: 'reports, the profiler, hydration, or another renderer',
    sign: /\b(?:__unstable__\w+|wcStack|hydrateComponent|rendererFactory)\b/,
    only: 'script',
  },
];
