import { ApiError } from '../data/api-error.ts';

const oldest = 31;
const newest = 66;

/** Three releases a year: version 66 is Spring '26, 65 Winter '26, 64 Summer '25. */
function label(version: number): string {
  const back = newest - version;
  const season = ['Spring', 'Winter', 'Summer'][back % 3] ?? 'Spring';
  return `${season} '${String(26 - Math.floor((back + 1) / 3))}`;
}

/** What `GET /services/data` answers anybody, oldest first (documented). */
export function listVersions(): { label: string; url: string; version: string }[] {
  return Array.from({ length: newest - oldest + 1 }, (_, index) => {
    const version = oldest + index;
    const text = `${String(version)}.0`;
    return { label: label(version), url: `/services/data/v${text}`, version: text };
  });
}

/** The version as it is, if the org speaks it: `66.0`. */
export function findVersion(text: string): string | undefined {
  const number = Number(/^(\d\d)\.0$/.exec(text)?.[1]);
  return number >= oldest && number <= newest ? text : undefined;
}

/**
 * The version that a URL's segment names: `v66.0` → `66.0`.
 * @throws {ApiError} NOT_FOUND for what is none, or none that the org speaks
 */
export function parseVersion(segment: string): string {
  const version = segment.startsWith('v') ? findVersion(segment.slice(1)) : undefined;
  if (version === undefined) {
    throw resourceNotFound();
  }
  return version;
}

/** The wording is not confirmed; the status and the code are seen. */
export function resourceNotFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
}
