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

/**
 * The version that a URL's segment names: `v66.0` → `66.0`.
 * @throws {ApiError} NOT_FOUND for what is none, or none that the org speaks
 */
export function parseVersion(segment: string): string {
  const number = Number(/^v(\d\d)\.0$/.exec(segment)?.[1]);
  if (!(number >= oldest && number <= newest)) {
    throw resourceNotFound();
  }
  return `${String(number)}.0`;
}

/** The wording is not confirmed; the status and the code are seen. */
export function resourceNotFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
}
