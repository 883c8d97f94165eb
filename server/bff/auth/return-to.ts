/** Five attempts, each with its path in its cookie, must fit into a request's headers. */
const longest = 500;

/**
 * Where to go after signing in: a path on this origin, or `/`.
 *
 * Parsing a URL and comparing hosts is not enough: browsers read `\` as `/`, drop tabs and newlines,
 * and take `//host` as another site, so whatever could be read in two ways is dropped before parsing.
 *
 * @param value the `returnTo` parameter as it came: anything at all
 * @param appUrl the public origin
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
 * @example returnTo('/orders?status=Draft', new URL('https://shop.example')) // '/orders?status=Draft'
 */
export function returnTo(value: unknown, appUrl: URL): string {
  if (typeof value !== 'string' || value.length > longest) return '/';
  // Two slashes in a row, however they are written: when dots before them are resolved, they may come to stand
  // at the beginning, where a host does.
  if (!/^\/[\x21-\x7e]*$/.test(value) || /\\|%5c|(?:\/|%2f){2}/i.test(value)) return '/';
  const url = URL.canParse(value, appUrl) ? new URL(value, appUrl) : undefined;
  if (url?.origin !== appUrl.origin || /^\/(?:auth|api)(?:\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
