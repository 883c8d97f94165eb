/**
 * Compares a redirect URI with a registered one: as strings (RFC 9700 section 2.1), except that
 * `:*` in the registered one takes any port, since the demo and the tests listen on free ports.
 */
export function matchesRedirectUri(registered: string, uri: string): boolean {
  if (!registered.includes(':*/')) return registered === uri;
  const [before = '', after = ''] = registered.split(':*/', 2);
  if (uri === `${before}/${after}`) return true;
  if (!uri.startsWith(`${before}:`) || !uri.endsWith(`/${after}`)) return false;
  return /^\d{1,5}$/.test(uri.slice(before.length + 1, uri.length - after.length - 1));
}
