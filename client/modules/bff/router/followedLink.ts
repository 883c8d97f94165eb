/**
 * The address within this application that a click asks for, or nothing where the browser should go
 * on as usual: another button, a key held down, a download, another window, another origin.
 *
 * The link may be in any component: with native shadow the document sees it in the composed path.
 *
 * @param event a click, as the document hears it
 * @param isOurs whether the application itself shows that URL
 */
export function followedLink(event: MouseEvent, isOurs: (url: URL) => boolean): URL | undefined {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (event.defaultPrevented || event.button !== 0 || modified) return undefined;
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
  if (!link?.href || link.hasAttribute('download')) return undefined;
  if (link.target !== '' && link.target !== '_self') return undefined;
  const url = new URL(link.href);
  // Within one page a fragment is the browser's business.
  const isFragment = url.hash !== '' && url.pathname === window.location.pathname;
  return url.origin === window.location.origin && !isFragment && isOurs(url) ? url : undefined;
}
