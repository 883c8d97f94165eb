/** Finds a path's place among patterns such as `/sobjects/:object/:id`. */
export type MatchPath = (path: string) => Readonly<Record<string, string>> | undefined;

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/**
 * Reads a pattern; the matcher answers the named parts, decoded. A slash at the end is as good as none.
 * @throws {URIError} from the matcher, for a path that is not well encoded
 */
export function createMatchPath(pattern: string): MatchPath {
  const parts = segmentsOf(pattern);
  return function matchPath(path) {
    const segments = segmentsOf(path);
    if (segments.length !== parts.length) return undefined;
    const named: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const segment = decodeURIComponent(segments[index] ?? '');
      if (part.startsWith(':')) named[part.slice(1)] = segment;
      else if (part !== segment) return undefined;
    }
    return named;
  };
}
