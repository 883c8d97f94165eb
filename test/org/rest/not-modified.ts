import type { RestAnswer, RestCall } from './rest-call.ts';

/**
 * Answers 304 where nothing has changed since the time in `If-Modified-Since` (documented), the
 * body otherwise.
 * @param modified a datetime as fields hold it
 */
export function notModifiedSince(
  { header }: RestCall,
  modified: string,
  body: () => unknown,
): RestAnswer {
  const time = Date.parse(modified.replace('+0000', 'Z'));
  const headers = { 'Last-Modified': new Date(time).toUTCString() };
  const since = Date.parse(header('if-modified-since') ?? '');
  return since >= time ? { status: 304, headers } : { status: 200, headers, body: body() };
}
