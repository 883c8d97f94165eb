/** A path with its parameters: `/orders/:id`. */
export type Patterns = Readonly<Record<string, string>>;

/** Where in the application the page is. */
export interface Place<Name extends string = string> {
  /** The name of the first pattern that fits, or `notFound`. */
  readonly name: Name | 'notFound';
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly path: string;
  /** How many navigations to another path there were: 0 is the page as it was opened. */
  readonly visits: number;
}

/**
 * What a URL means in the application.
 *
 * @example placeOf(new URL('https://shop.example/orders/801'), { order: '/orders/:id' })
 * // { name: 'order', parameters: { id: '801' }, query: {}, path: '/orders/801' }
 */
export function placeOf<P extends Patterns>(
  url: URL | Location,
  patterns: P,
): Omit<Place<keyof P & string>, 'visits'> {
  const path = url.pathname;
  const query = Object.fromEntries(new URLSearchParams(url.search));
  for (const [name, pattern] of Object.entries(patterns)) {
    const parameters = match(segments(pattern), segments(path));
    // `Object.entries` forgets that these are the names of `P`.
    if (parameters) return { name: name as keyof P & string, parameters, query, path };
  }
  return { name: 'notFound', parameters: {}, query, path };
}

const segments = (path: string) => path.split('/').filter((segment) => segment !== '');

function match(pattern: readonly string[], path: readonly string[]) {
  if (pattern.length !== path.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = path[index] ?? '';
    if (expected.startsWith(':')) parameters[expected.slice(1)] = decode(given);
    else if (expected !== given) return undefined;
  }
  return parameters;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone % is a character like any other.
    return segment;
  }
}
