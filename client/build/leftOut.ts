/*
 * What of the LWC engine no component here uses. Whoever needs some of it takes it off these lists, and
 * it travels again.
 */

/** Functions that come to nothing here, and what is left of each. */
export const functions: Readonly<Record<string, string>> = {
  // Nobody listens to what it reports, of synthetic shadow and a polyfill of ARIA most of all.
  isReportingEnabled: 'return false;',
  onReportingEnabled: '',
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
  // All components are compiled for the version that is installed.
  isAPIFeatureEnabled: 'return true;',
  // The Content Security Policy refuses style elements and attributes, and markup from a script.
  insertStyleElement: '',
  patchStyleAttribute: '',
  safelySetProperty: 'if (!/^(inner|outer)HTML$/.test(key)) setProperty(elm, key, value);',
  // Components that need these do not get through the build: see below.
  mountStatic: '',
  patchStatic: '',
  patchDynamicEventListeners: '',
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

/** What a component could ask of itself. */
export const members = [
  'hasAttribute',
  'hasAttributeNS',
  'removeAttribute',
  'removeAttributeNS',
  'getAttribute',
  'getAttributeNS',
  'setAttribute',
  'setAttributeNS',
  'getBoundingClientRect',
  'attachInternals',
  'hostElement',
  'shadowRoot',
  'children',
  'childNodes',
  'firstChild',
  'firstElementChild',
  'lastChild',
  'lastElementChild',
  'ownerDocument',
  'tagName',
  'style',
];

/** What of the DOM the engine has wrapped for those members, or for nothing. */
export const wrappers = [
  'assertInstanceOfHTMLElement',
  'attachInternals',
  'cloneNode',
  'createFragment',
  'getBoundingClientRect',
  'getChildren',
  'getChildNodes',
  'getElementsByClassName',
  'getElementsByTagName',
  'getFirstChild',
  'getFirstElementChild',
  'getLastChild',
  'getLastElementChild',
  'getStyle',
  'getTagName',
  'ownerDocument',
  'previousSibling',
  'registerContextConsumer',
  'registerContextProvider',
];

/** How it shows in a compiled component that it needs something of all this. */
export const needed = new RegExp(
  [
    `\\bthis\\.(?:${members.join('|')}|getElementsBy\\w+|aria[A-Z]\\w*|role)\\b`,
    `\\b(?:${instructions.join('|')}): api_\\w+`,
    // No shadow, listeners or a style that change, styles in scopes or in the class, a form's field,
    // a context, `@track`.
    '\\brenderMode\\b',
    '\\bdynamicOn\\b',
    '\\bstyle: \\$cmp\\b',
    '\\$scoped\\$ =',
    '\\bstatic (?:stylesheets|formAssociated)\\b',
    '\\bcontextSchema\\b',
    '\\btrack: \\{',
  ].join('|'),
);
